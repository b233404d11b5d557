//! Facts for machines, in the words of schema.org: what a page is about, how much, and who looked at it.

use serde_json::{Map, Value, json};

use crate::html::engine::Html;
use crate::html::guide::Guide;
use crate::model::dose::Dose;
use crate::model::{EntryId, Head, Kind};
use crate::source::Spanned;

/// An entry's page.
pub(in crate::html) fn page(guide: &Guide<'_>, id: EntryId, head: &Head, canonical: Option<&str>) -> Html {
    let settings = guide.site.settings();
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": head.title.value,
        "inLanguage": settings.language.value,
        "dateModified": head.updated.iso(),
        "license": settings.license.value,
        "isPartOf": {"@type": "WebSite", "name": settings.title.value},
        "audience": {"@type": "Patient"},
    });
    if let Value::Object(page) = &mut page {
        insert(page, "url", canonical);
        insert(page, "description", head.summary.as_ref().map(crate::model::Prose::plain));
        if head.review.is_reviewed() {
            insert(page, "lastReviewed", head.review.on.map(|on| on.value.iso()));
            let by = head.review.by.as_ref().map(|by| json!({"@type": "Person", "name": by.value, "jobTitle": head.review.role.as_ref().map(Spanned::as_str)}));
            insert(page, "reviewedBy", by);
        }
        insert(page, "mainEntity", main_entity(guide, id, head));
    }
    Html::json_ld(&page)
}

/// The first page.
pub(in crate::html) fn home(guide: &Guide<'_>, canonical: Option<&str>) -> Html {
    let settings = guide.site.settings();
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.title.value,
        "description": settings.description.value,
        "inLanguage": settings.language.value,
        "dateModified": settings.updated.value.iso(),
        "license": settings.license.value,
    });
    if let Value::Object(page) = &mut page {
        insert(page, "url", canonical);
    }
    Html::json_ld(&page)
}

/// The exercise or the plan itself.
fn main_entity(guide: &Guide<'_>, id: EntryId, head: &Head) -> Option<Value> {
    let index = id.index as usize;
    match id.kind {
        Kind::Exercise => {
            let exercise = guide.site.exercises().get(index)?;
            let doses = [("Start", exercise.start.as_ref()), ("Full", exercise.full.dose())];
            let doses: Vec<Value> =
                doses.into_iter().filter_map(|(name, dose)| Some(dose_value(name, dose?))).collect();
            Some(json!({"@type": "ExercisePlan", "name": head.title.value, "additionalProperty": doses}))
        }
        Kind::Plan => {
            let plan = guide.site.plans().get(index)?;
            let weeks = plan.weeks.len();
            Some(json!({"@type": "ExercisePlan", "name": head.title.value, "activityDuration": format!("P{weeks}W")}))
        }
        Kind::Mistake | Kind::Page => None,
    }
}

fn dose_value(name: &str, dose: &Dose) -> Value {
    json!({"@type": "PropertyValue", "name": name, "value": dose.words()})
}

fn insert(map: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(name.to_owned(), value.into());
    }
}
