//! A name for a finding that lasts: it does not change with lines, pointers, paths or versions of the program.

use sha2::{Digest, Sha256};

/// The fingerprint of what a finding says: the rule's name, the form's own name, the question's name and label, and its
/// ordinal among equals. `v1:` and 32 hexadecimal digits.
pub fn fingerprint(rule: &str, form: &str, name: &str, label: &str, ordinal: u32) -> String {
    let mut hasher = Sha256::new();
    for part in [rule, form, name, label] {
        // The length keeps `ab`, `c` apart from `a`, `bc`.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(ordinal.to_le_bytes());
    let digest = hasher.finalize();
    let halves = digest.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    "v1:".chars().chain(halves.filter_map(|half| char::from_digit(half.into(), 16))).collect()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(fingerprint("a", "bc", "", "", 0), fingerprint("ab", "c", "", "", 0));
        assert!(fingerprint("a", "b", "c", "d", 0).starts_with("v1:"));
    }
}
