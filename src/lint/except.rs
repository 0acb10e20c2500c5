//! What a file excepts, with the reason: a comment `# allow NAME: why` on the line, or on a line of comments just above it.

use super::{Desk, LINTS, Lint, Of};
use crate::source::{Place, Problem, Source, SourceId, Span};

pub(super) const LINT: Lint = Lint {
    name: "exception-idle",
    about: "a comment `# allow NAME: why` excepts nothing, names no check, or gives no reason",
    mend: "take it away, or write `# allow NAME: why` above the line that is meant",
    of: Of::Rest,
    check: |_| Vec::new(),
};

const MARK: &str = "# allow ";

/// One exception of a file.
struct Except<'d> {
    source: SourceId,
    /// From the line that it stands on to the end of the line that it speaks of.
    reach: Span,
    span: Span,
    name: &'d str,
    reason: &'d str,
    used: bool,
}

/// All exceptions of what is looked at.
pub(super) struct Excused<'d>(Vec<Except<'d>>);

impl<'d> Excused<'d> {
    pub(super) fn new(desk: &Desk<'d>) -> Self {
        let scripts = desk.scripts.iter().map(|script| (script.id, script.source));
        Self(scripts.chain(desk.words.wanted()).flat_map(|(id, source)| excepts(id, source)).collect())
    }

    /// Whether a problem is excepted where it stands.
    pub(super) fn excuses(&mut self, lint: &str, problem: &Problem) -> bool {
        let place = problem.place;
        let Some(at) = place.span() else { return false };
        let mut excused = false;
        for except in self.0.iter_mut().filter(|except| except.source == place.source && except.name == lint) {
            let here = except.reach.start <= at.start && at.start < except.reach.end && !except.reason.is_empty();
            except.used |= here;
            excused |= here;
        }
        excused
    }

    /// The exceptions that nothing was found for, of checks that ran.
    pub(super) fn idle(&self, desk: &Desk<'_>) -> Vec<Problem> {
        let ran = |name: &str| LINTS.iter().find(|lint| lint.name == name).is_none_or(|lint| lint.runs(desk));
        let told = |except: &Except<'_>| {
            let known = LINTS.iter().any(|lint| lint.name == except.name);
            let message = match (known, except.reason.is_empty()) {
                (false, _) => format!("no check is called `{}`", except.name),
                (true, true) => format!("`{}` is excepted without a reason", except.name),
                (true, false) => format!("`{}` finds nothing here", except.name),
            };
            LINT.at(Place::text(except.source, except.span), message)
        };
        self.0.iter().filter(|except| !except.used && ran(except.name)).map(told).collect()
    }
}

fn excepts(id: SourceId, source: &Source) -> impl Iterator<Item = Except<'_>> {
    let text = source.text();
    text.match_indices(MARK).map(move |(start, _)| {
        let rest = text.get(start + MARK.len()..).unwrap_or_default().lines().next().unwrap_or_default();
        let (name, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let span = Span::new(start, start + MARK.len() + rest.trim_end().len());
        Except { source: id, reach: reach(text, start), span, name: name.trim(), reason: reason.trim(), used: false }
    })
}

/// The line of an exception; where nothing but comments stand on it, as far as the first line on which something does.
fn reach(text: &str, start: usize) -> Span {
    let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let alone = text.get(line..start).is_some_and(|before| before.trim().is_empty());
    let mut end = line;
    for line in text.get(line..).unwrap_or_default().split_inclusive('\n') {
        end += line.len();
        if !alone || !line.trim_start().starts_with('#') {
            break;
        }
    }
    Span::new(line, end)
}
