//! The text nearest to a widget, for a field that has no label of its own.

use super::page::{Area, Words};

/// How far to the side a label may stand, in points.
const ASIDE: f32 = 200.0;

/// How far above a label may stand, in points.
const ABOVE: f32 = 24.0;

/// The text that a person would take for the label of a widget, by its number among the lines of the page.
pub(super) fn label(lines: &[Words], widget: Area, button: bool) -> Option<usize> {
    ranked(lines, widget, button).min_by(nearer).map(|(index, _)| index)
}

/// The question that a group of buttons answers: what stands before them on their line, or above.
pub(super) fn question(lines: &[Words], widget: Area) -> Option<usize> {
    ranked(lines, widget, false)
        .filter(|(index, _)| lines.get(*index).is_some_and(|line| !is_short(&line.text)))
        .min_by(nearer)
        .map(|(index, _)| index)
}

/// Whether words are no more than yes or no, or a letter: they name no subject.
pub(super) fn is_short(words: &str) -> bool {
    let mut parts = words.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.all(|part| part.chars().count() == 1 || matches!(part.to_lowercase().as_str(), "yes" | "no" | "si" | "sí" | "oui" | "non"))
}

fn nearer(one: &(usize, f32), other: &(usize, f32)) -> std::cmp::Ordering {
    one.1.total_cmp(&other.1)
}

fn ranked(lines: &[Words], widget: Area, button: bool) -> impl Iterator<Item = (usize, f32)> {
    let scored = lines.iter().enumerate().filter_map(move |(index, line)| {
        let far = if button { beside_button(line.area, widget) } else { beside(line.area, widget) };
        Some((index, far?))
    });
    scored.filter(|(index, _)| lines.get(*index).is_some_and(|line| line.text.chars().any(char::is_alphanumeric)))
}

/// A line of text: its label stands within it, before it, or above it.
fn beside(text: Area, widget: Area) -> Option<f32> {
    let level = overlap(text.bottom, text.top, widget.bottom, widget.top) > (text.top - text.bottom) * 0.4;
    let across = overlap(text.left, text.right, widget.left, widget.right) > 0.0;
    let (before, over) = (widget.left - text.right, text.bottom - widget.top);
    if level && across && text.left >= widget.left - 2.0 {
        return Some(0.0);
    }
    if level && (-4.0..ASIDE).contains(&before) {
        return Some(before.max(0.0) * 0.5);
    }
    // Above, what begins where the widget begins is nearer than what only passes over it.
    (across && (-3.0..ABOVE).contains(&over)).then(|| over.max(0.0) * 2.0 + (text.left - widget.left).abs().min(100.0) * 0.2)
}

/// A button: its label stands after it, or else before it.
fn beside_button(text: Area, widget: Area) -> Option<f32> {
    let level = overlap(text.bottom, text.top, widget.bottom, widget.top) > 0.0;
    let (after, before) = (text.left - widget.right, widget.left - text.right);
    match () {
        () if level && (-4.0..40.0).contains(&after) => Some(after.max(0.0)),
        // The box that is printed below the widget may be a sign of the line.
        () if level && after < 0.0 && text.left >= widget.left - 12.0 && text.right > widget.right + 8.0 => Some(4.0),
        () if level && (-4.0..ASIDE).contains(&before) => Some(40.0 + before),
        () => None,
    }
}

fn overlap(low: f32, high: f32, other_low: f32, other_high: f32) -> f32 {
    high.min(other_high) - low.max(other_low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: f32, bottom: f32, right: f32, top: f32) -> Area {
        Area { left, bottom, right, top }
    }

    fn words(text: &str, area: Area) -> Words {
        Words { area, text: text.into() }
    }

    #[test]
    fn labels_stand_before_or_above_and_those_of_boxes_after() {
        let lines = [
            words("Name", area(10.0, 100.0, 40.0, 110.0)),
            words("Born", area(200.0, 112.0, 230.0, 122.0)),
            words("Yes", area(320.0, 100.0, 340.0, 110.0)),
        ];
        assert_eq!(label(&lines, area(50.0, 98.0, 150.0, 112.0), false), Some(0));
        assert_eq!(label(&lines, area(200.0, 98.0, 290.0, 110.0), false), Some(1));
        assert_eq!(label(&lines, area(305.0, 100.0, 315.0, 110.0), true), Some(2));
        assert_eq!(label(&lines, area(0.0, 500.0, 10.0, 510.0), false), None);
    }
}
