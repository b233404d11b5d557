//! Every dose of the guide with what belongs to it: what the checks of doses walk.

use crate::model::dose::Dose;
use crate::model::exercise::Exercise;
use crate::model::site::Site;

/// A dose and the exercise it is of.
pub(super) struct Given<'a> {
    pub dose: &'a Dose,
    pub exercise: &'a Exercise,
}

/// Doses of exercises, then of plans. Entries that could not be read whole have their findings, and are judged when they can.
pub(super) fn all(site: &Site) -> impl Iterator<Item = Given<'_>> {
    let own = site.exercises().iter().filter(|exercise| !exercise.head.faulty).flat_map(|exercise| {
        exercise.start.iter().chain(exercise.full.dose()).map(move |dose| Given { dose, exercise })
    });
    let prescriptions = site
        .plans()
        .iter()
        .filter(|plan| !plan.head.faulty)
        .flat_map(|plan| &plan.weeks)
        .flat_map(|week| &week.prescriptions);
    let prescribed = prescriptions.filter_map(|prescription| {
        let exercise = site.exercise(&prescription.exercise.value).filter(|exercise| !exercise.head.faulty)?;
        Some(Given { dose: prescription.dose.as_ref()?, exercise })
    });
    own.chain(prescribed)
}
