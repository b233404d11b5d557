//! "Did you mean": the nearest of the names there are.

/// Nobody misspells a name of more bytes than this, and comparing it would take long.
const LONGEST: usize = 200;

/// The name nearest to `typed`, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = normal(typed);
    let allowed = (typed.chars().count() / 3).clamp(1, 4);
    if typed.len() > LONGEST {
        return None;
    }
    names
        .into_iter()
        .map(|name| (normal(name), name))
        .filter(|(normal, _)| normal.len().abs_diff(typed.len()) <= 4 * allowed)
        .map(|(normal, name)| (distance(&typed, &normal), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// Whether two names are the same to a person.
#[must_use]
pub fn is_same(a: &str, b: &str) -> bool {
    normal(a) == normal(b)
}

/// Case, spaces and underscores are no difference to a person.
fn normal(text: &str) -> String {
    text.to_lowercase().replace([' ', '_'], "-")
}

/// Edits (a letter added, lost, changed, or two swapped) between two words.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i];
        for j in 1..=b.len() {
            let changed = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_its_name() {
        let names = ["bird-dog", "cat-cow", "form_tips", "bridge"];
        assert_eq!(nearest("bird-dogg", names), Some("bird-dog"));
        assert_eq!(nearest("brid-dog", names), Some("bird-dog"));
        assert_eq!(nearest("Form tips", names), Some("form_tips"));
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        assert!(is_same("Cat camel", "cat-camel") && !is_same("cat-camel", "cat-cow"));
    }

    #[test]
    fn a_different_word_finds_nothing() {
        assert_eq!(nearest("swimming", ["bird-dog", "cat-cow"]), None);
    }
}
