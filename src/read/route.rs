//! The ways through the pages of a form: which pages everybody meets.

/// The most steps that are made to find out; beyond them nothing is said.
const WORK: usize = 4_000_000;

/// For each page whether it is met on every way from the first page to an end: none where there is no end, or too much
/// to look at. Numbers of pages that are not there count as ends.
pub(super) fn always(start: usize, next: &[Vec<usize>]) -> Option<Vec<bool>> {
    let edges: usize = next.iter().map(Vec::len).sum();
    if next.len().checked_mul(next.len() + edges)? > WORK {
        return None;
    }
    ends(start, usize::MAX, next).then(|| (0..next.len()).map(|page| !ends(start, page, next)).collect())
}

/// Whether an end is reached without one of the pages.
fn ends(start: usize, without: usize, next: &[Vec<usize>]) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![start];
    while let Some(page) = open.pop() {
        if page == without {
            continue;
        }
        let Some(met) = seen.get_mut(page) else { return true };
        if std::mem::replace(met, true) {
            continue;
        }
        match next.get(page) {
            Some(ways) if !ways.is_empty() => open.extend(ways),
            _ => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_beside_the_way_are_met_by_some() {
        // 0 → 1 or 2 → 3 → end
        let next = [vec![1, 2], vec![3], vec![3], vec![9]];
        assert_eq!(always(0, &next), Some(vec![true, false, false, true]));
        assert_eq!(always(0, &[vec![1], vec![0]]), None);
        assert_eq!(always(0, &[vec![0, 1], vec![]]), Some(vec![true, true]));
    }
}
