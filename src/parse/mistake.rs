//! A mistake's fields to a [`Mistake`].

use super::record::Record;
use crate::model::Head;
use crate::model::mistake::Mistake;

/// Reads a mistake.
pub(super) fn mistake(record: &Record, head: Head) -> Mistake {
    let mistake = Mistake {
        head,
        why: record.prose("why"),
        fix: record.prose("fix"),
        exercises: record.texts("exercises"),
        swap_to: record.texts("swap_to"),
    };
    record.done();
    mistake
}
