//! Facts for machines, in the words of schema.org: what a page is about, how much, and who looked at it. The figures are
//! those of the same [`Dose`] that the page prints.

use serde_json::{Map, Value, json};

use crate::html::engine::Html;
use crate::html::guide::Guide;
use crate::html::here::Link;
use crate::html::urls;
use crate::model::dose::{Dose, Range};
use crate::model::exercise::Exercise;
use crate::model::plan::{Plan, Week};
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{EntryId, Head, Kind};
use crate::source::Spanned;

/// What a page tells machines, while it is being made.
#[derive(Debug)]
pub(in crate::html) struct Facts(Map<String, Value>);

impl serde::Serialize for Facts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Html::json_ld(&self.0).serialize(serializer)
    }
}

impl Facts {
    fn new(kind: &str, name: &str) -> Self {
        let mut facts = Self(Map::new());
        facts.put("@context", "https://schema.org");
        facts.put("@type", kind);
        facts.put("name", name);
        facts
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn put_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// With the way down to the page, the first page before it and the page itself behind. Addresses are whole, or left out.
    pub(in crate::html) fn below(
        &mut self,
        guide: &Guide<'_>,
        crumbs: &[Link<'_>],
        title: &str,
        canonical: Option<&str>,
    ) {
        let home = guide.site.settings().title.as_str();
        let ways = crumbs
            .iter()
            .map(|crumb| (crumb.title.as_ref(), canonical.map(|canonical| urls::resolved(canonical, &crumb.href))));
        let own = (title, canonical.map(str::to_owned));
        let all = std::iter::once((home, guide.base_url.map(|base| format!("{base}/")))).chain(ways).chain([own]);
        let items = (1..).zip(all).map(|(position, (name, address))| {
            let mut item = Self(Map::new());
            item.put("@type", "ListItem");
            item.put("position", position);
            item.put("name", name);
            item.put_some("item", address);
            Value::Object(item.0)
        });
        self.put("breadcrumb", json!({"@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>()}));
    }
}

/// The licence has a name; an address is not asked of a guide.
fn license(guide: &Guide<'_>) -> Value {
    json!({"@type": "CreativeWork", "name": guide.site.settings().license.value})
}

/// A page that is no entry.
pub(in crate::html) fn page(guide: &Guide<'_>, title: &str, description: &str, canonical: Option<&str>) -> Facts {
    let settings = guide.site.settings();
    let mut facts = Facts::new("MedicalWebPage", title);
    facts.put_some("url", canonical);
    facts.put("description", description);
    facts.put("inLanguage", settings.language.as_str());
    facts.put("dateModified", settings.updated.value.iso());
    facts.put("license", license(guide));
    facts.put("isPartOf", json!({"@type": "WebSite", "name": settings.title.value}));
    facts.put("audience", json!({"@type": "Patient"}));
    facts
}

/// The first page.
pub(in crate::html) fn home(guide: &Guide<'_>, canonical: Option<&str>) -> Facts {
    let settings = guide.site.settings();
    let mut facts = Facts::new("WebSite", settings.title.as_str());
    facts.put_some("url", canonical);
    facts.put("description", settings.description.as_str());
    facts.put("inLanguage", settings.language.as_str());
    facts.put("dateModified", settings.updated.value.iso());
    facts.put("license", license(guide));
    facts
}

impl Facts {
    /// With what a page says of its entry.
    pub(in crate::html) fn about_entry(mut self, guide: &Guide<'_>, id: EntryId, head: &Head) -> Self {
        self.put("dateModified", head.updated.iso());
        if head.review.is_reviewed() {
            self.put_some("lastReviewed", head.review.on.map(|on| on.value.iso()));
            let job = head.review.role.as_ref().map(Spanned::as_str);
            let by = head.review.by.as_ref();
            self.put_some("reviewedBy", by.map(|by| json!({"@type": "Person", "name": by.value, "jobTitle": job})));
        }
        let index = id.index as usize;
        let entity = match id.kind {
            Kind::Exercise => guide.site.exercises().get(index).map(|one| exercise(guide, one)),
            Kind::Plan => guide.site.plans().get(index).map(|one| plan(guide, one)),
            Kind::Mistake | Kind::Page => None,
        };
        self.put_some("mainEntity", entity);
        self
    }

    /// With the condition that a page is about.
    pub(in crate::html) fn about_condition(&mut self, term: &Term) {
        let mut condition = Self(Map::new());
        condition.put("@type", "MedicalCondition");
        condition.put("name", term.label.as_str());
        let names: Vec<&str> = term.synonyms.iter().map(Spanned::as_str).collect();
        if !names.is_empty() {
            condition.put("alternateName", names);
        }
        self.put("about", Value::Object(condition.0));
    }
}

fn exercise(guide: &Guide<'_>, exercise: &Exercise) -> Value {
    let mut facts = plan_of("ExercisePlan", exercise.head.title.as_str());
    let goals: Vec<&str> = exercise.goals.iter().map(|key| guide.label(Taxonomy::Goals, key.as_str())).collect();
    facts.put("exerciseType", goals);
    let muscles = exercise.muscles.primary.iter().chain(&exercise.muscles.secondary);
    let muscles = muscles.map(|key| json!({"@type": "Muscle", "name": guide.label(Taxonomy::Muscles, key.as_str())}));
    facts.put("associatedAnatomy", muscles.collect::<Vec<_>>());
    let doses = [("Start with", exercise.start.as_ref()), ("Build up to", exercise.full.dose())];
    let doses = doses.into_iter().filter_map(|(name, dose)| Some(dosed(plan_of("ExercisePlan", name), dose?)));
    facts.put("hasPart", doses.collect::<Vec<_>>());
    Value::Object(facts.0)
}

fn plan(guide: &Guide<'_>, plan: &Plan) -> Value {
    let mut facts = plan_of("ExercisePlan", plan.head.title.as_str());
    facts.put("activityDuration", format!("P{}W", plan.weeks.len()));
    facts.put("hasPart", (1..).zip(&plan.weeks).map(|(number, one)| week(guide, number, one)).collect::<Vec<_>>());
    Value::Object(facts.0)
}

fn week(guide: &Guide<'_>, number: usize, week: &Week) -> Value {
    let mut facts = plan_of("ExercisePlan", &format!("Week {number}: {}", week.title.value));
    facts.put(
        "activityFrequency",
        json!({"@type": "QuantitativeValue", "value": week.days.len(), "unitText": "days a week"}),
    );
    facts.put(
        "activityDuration",
        json!({"@type": "QuantitativeValue", "value": week.minutes.value, "unitText": "minutes a session"}),
    );
    let rows = week.prescriptions.iter().filter_map(|one| {
        let exercise = guide.site.exercise(one.exercise.as_str())?;
        let part = plan_of("ExercisePlan", exercise.head.title.as_str());
        Some(one.dose.as_ref().map_or_else(|| Value::Object(part.0.clone()), |dose| dosed(Facts(part.0.clone()), dose)))
    });
    facts.put("hasPart", rows.collect::<Vec<_>>());
    Value::Object(facts.0)
}

fn plan_of(kind: &str, name: &str) -> Facts {
    let mut facts = Facts(Map::new());
    facts.put("@type", kind);
    facts.put("name", name);
    facts
}

/// A dose: its words as the page prints them, and its figures where schema.org has a name for them.
fn dosed(mut facts: Facts, dose: &Dose) -> Value {
    let figures = |figures: Option<Spanned<Range>>| figures.map(|figures| figures.value);
    let quantity = |range: Option<Range>, unit: &str| {
        range.map(|range| {
            let mut value = json!({"@type": "QuantitativeValue", "unitText": unit});
            if range.least == range.most {
                value["value"] = range.least.into();
            } else {
                value["minValue"] = range.least.into();
                value["maxValue"] = range.most.into();
            }
            value
        })
    };
    facts.put("description", dose.words());
    facts.put_some("repetitions", quantity(figures(dose.reps), if dose.per_side { "each side" } else { "times" }));
    facts.put_some("activityDuration", quantity(figures(dose.minutes), "minutes"));
    facts.put_some("activityFrequency", quantity(figures(dose.days), "days a week"));
    facts.put_some("restPeriods", quantity(dose.rest.map(|rest| rest.value.seconds()), "seconds"));
    let sets = figures(dose.sets).map(|sets| sets.of("set", "sets"));
    let hold = dose.hold.map(|hold| format!("hold {}", hold.value.seconds().of("second", "seconds")));
    let others: Vec<String> = sets.into_iter().chain(hold).collect();
    if !others.is_empty() {
        facts.put("additionalVariable", others);
    }
    Value::Object(facts.0)
}
