//! The rules of the guide: one page each, one row each. A finding names its rule; `explain` prints the rule's page.
//!
//! The page `rule/<code>.md` is the rule's only description. Its headings are fixed: *What it catches*, *Why it matters*,
//! *Not like this*, *Like this*. A test runs both examples against a small site.

use crate::diagnostic::Severity::{self, Error, Warning};

/// One thing the guide insists on.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, in kebab case: what authors see, search for and explain.
    pub code: &'static str,
    /// What a breach weighs.
    pub severity: Severity,
    /// Why it matters to a patient, as a clinician would say it: the note under each finding.
    pub why: &'static str,
    /// The whole page, in Markdown.
    pub page: &'static str,
}

impl Rule {
    /// The rule in a sentence: what readers can rely on.
    #[must_use]
    pub fn promise(&self) -> &'static str {
        self.page.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or("")
    }

    /// The page as Markdown for the web: the examples as blocks of code, without the marks that tests need.
    #[must_use]
    pub fn markdown_page(&self) -> String {
        let mut page = String::new();
        for line in self.page.lines() {
            match line {
                "```entry" | "```text no-run" => page.push_str("```yaml"),
                _ => match marked_file(line) {
                    Some(file) => page.push_str(&file),
                    None => page.push_str(line),
                },
            }
            page.push('\n');
        }
        page
    }

    /// The page as a person reads it at a terminal: the examples without the marks that tests need.
    #[must_use]
    pub fn readable_page(&self) -> String {
        let mut page = String::new();
        for line in self.page.lines() {
            if line.starts_with("```") {
                continue;
            }
            match marked_file(line) {
                Some(file) => {
                    page.push_str("    ");
                    page.push_str(&file);
                }
                None => page.push_str(line),
            }
            page.push('\n');
        }
        page
    }
}

/// `-- path (edit) --`, the mark before a file of an example, as a note to a reader.
fn marked_file(line: &str) -> Option<String> {
    let file = line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --"))?;
    Some(format!("# {}", file.replace(" (edit)", "").replace(" (body)", ", its free text")))
}

macro_rules! rules {
    ($($(#[$about:meta])* $name:ident $code:literal $severity:ident $why:literal)*) => {
        $($(#[$about])* pub static $name: Rule = Rule {
            code: $code,
            severity: $severity,
            why: $why,
            page: include_str!(concat!("rule/", $code, ".md")),
        };)*
        /// Every rule there is, in the order authors meet them.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    /// One of the four files that every guide has.
    MISSING_FILE "missing-file" Error
        "without it nobody knows the guide's name, its words, its sources or when to call for help"
    /// A file whose bytes are not text.
    NOT_UTF8 "not-utf8" Error
        "a letter that cannot be read may be the one in a dose"
    /// A file beyond the size an entry can sensibly have.
    TOO_LARGE "too-large" Error
        "an entry is a page or two; a larger file is a mistake, or an attack on the machine that builds the guide"
    /// A file with nothing in it.
    EMPTY_FILE "empty-file" Error
        "an empty exercise has no dose and no warnings"
    /// A symbolic link in the site's folders.
    SYMBOLIC_LINK "symbolic-link" Error
        "such a link can lead to files that nobody meant to publish, such as a clinic's own notes"
    /// A file whose kind or place is not one the guide knows.
    UNUSED_FILE "unused-file" Warning
        "you may tell a patient to look it up, and it is not there"
    /// A file name that cannot be an address.
    BAD_FILE_NAME "bad-file-name" Error
        "the file name is the address of the page, printed on sheets and typed by hand"
    /// Front matter that does not open or close.
    FRONT_MATTER "front-matter" Error
        "without its front matter an entry has no dose and no contraindications"
    /// YAML that does not parse.
    YAML_SYNTAX "yaml-syntax" Error
        "what the computer cannot read it cannot check, and an unchecked dose is not published"
    /// An anchor or alias in YAML.
    YAML_ALIAS "yaml-alias" Error
        "text borrowed from another line changes when that line does, and a reviewer of this line would not see it"
    /// A text that ends at a `#`.
    CUT_TEXT "cut-text" Error
        "half a stop rule reads like a whole one"
    /// Lists in lists in lists.
    TOO_DEEP "too-deep" Error
        "no entry needs it, and it can exhaust the machine that builds the guide"
    /// The same field twice.
    DUPLICATE_FIELD "duplicate-field" Error
        "of two doses only one would be printed, perhaps not the one you are looking at"
    /// A field that is not in the table.
    UNKNOWN_FIELD "unknown-field" Error
        "a misspelled field is not read: a contraindication under a wrong name would silently be left out"
    /// A field that every entry of the kind needs.
    MISSING_FIELD "missing-field" Error
        "every part of an entry is there because a reader needs it to move safely"
    /// Another shape of value than the field takes.
    WRONG_TYPE "wrong-type" Error
        "what is not in its form cannot stand where a patient, in mid-move, looks for it"
    /// A text or list with nothing in it.
    EMPTY_TEXT "empty-text" Error
        "an empty field says that somebody thought of it and that there is nothing to say; a reader cannot tell which"
    /// `tbc`, `todo` and their kind.
    PLACEHOLDER_TEXT "placeholder-text" Error
        "a patient would read it"
    /// A word that is not in the vocabulary or not one of the choices.
    UNKNOWN_TERM "unknown-term" Error
        "pages, sheets and searches know only the words of the list; a warning under any other word would reach nobody"
    /// A quantity of time without its unit.
    MISSING_UNIT "missing-unit" Error
        "the same number is short in seconds and far too long in minutes"
    /// A range that is not one.
    BAD_RANGE "bad-range" Error
        "a dose that can be read in two ways will be done in the wrong one"
    /// A day that is not in the calendar.
    BAD_DATE "bad-date" Error
        "readers judge advice by its date"
    /// HTML in Markdown or in a YAML text.
    RAW_HTML "raw-html" Error
        "markup from an entry could change or hide the warnings around it; it also never reaches the printed sheet"
    /// A link that is not http, https, mailto, tel or an entry.
    UNSAFE_LINK "unsafe-link" Error
        "such a link can run a program on the reader's phone"
    /// A path that climbs out of the site.
    OUTSIDE_SITE "outside-site" Error
        "what stands elsewhere can change or vanish after somebody has checked it"
    /// No form tips, or fewer than two.
    MISSING_FORM_TIPS "missing-form-tips" Error
        "form tips are what a clinician would say while watching; without them a reader is alone with the picture"
    /// No starting dose, or no full dose.
    MISSING_DOSE "missing-dose" Error
        "too much too soon is the commonest way an exercise makes a back worse"
    /// No contraindications and no reason why there are none.
    MISSING_CONTRAINDICATIONS "missing-contraindications" Error
        "a reader with a healing bone must be told before the first repetition, not after"
    /// A mention of an entry that does not exist.
    UNRESOLVED_REFERENCE "unresolved-reference" Error
        "a reader who is sent to an easier move, or to advice, must find it"
    /// A mention of a heading that its page does not have.
    UNRESOLVED_HEADING "unresolved-heading" Error
        "a reader who is sent to the emergency signs must land on them, not at the top of a long page"
    /// A source that is not in the bibliography.
    UNRESOLVED_SOURCE "unresolved-source" Error
        "a claim without its source is an opinion that looks like evidence"
    /// A picture that is not in the site.
    UNRESOLVED_PICTURE "unresolved-picture" Error
        "a missing picture leaves a reader guessing at the position"
    /// A hand-drawn picture that cannot be shown.
    BAD_PICTURE "bad-picture" Error
        "readers copy the picture: one that shows nothing, moves by itself or calls another website must not reach them"
    /// Part of a hand-drawn picture that is left out.
    CUT_PICTURE "cut-picture" Warning
        "a picture can hold a program or call another website; what could harm a reader is taken out before she sees it"
    /// Two files with one address.
    DUPLICATE_SLUG "duplicate-slug" Error
        "one of two pages with the same address would vanish"
    /// Two entries with one title.
    DUPLICATE_TITLE "duplicate-title" Error
        "a reader who is told to do a move by its name must find one move, not two"
    /// Two parts of one page with one name.
    DUPLICATE_ANCHOR "duplicate-anchor" Error
        "a link to one of the two would land on the other"
    /// An old address that is another page's.
    ALIAS_COLLISION "alias-collision" Error
        "an old bookmark must lead to one page, the right one"
    /// An entry that nothing leads to.
    ORPHAN_ENTRY "orphan-entry" Warning
        "a page that nothing links to is found by nobody"
    /// A contraindication of a plan's exercise that the plan does not answer.
    UNANSWERED_CONTRAINDICATION "unanswered-contraindication" Error
        "a reader with this condition would find the exercise in her week and nothing that tells her to leave it out"
    /// A replacement that its reader's condition rules out too.
    CONTRAINDICATED_REPLACEMENT "contraindicated-replacement" Error
        "a reader who leaves a move out because of her condition trusts the one that she is given in its place"
    /// A word that frightens or promises.
    FEAR_OR_PROMISE "fear-or-promise" Error
        "fear makes backs worse, and a promise that is not kept costs trust"
    /// A dose without anything to count.
    INCOMPLETE_DOSE "incomplete-dose" Error
        "a reader must know how often or how long"
    /// A figure no clinician would give.
    IMPLAUSIBLE_DOSE "implausible-dose" Error
        "a slip of one key can turn 8 into 88"
    /// Sides of the body and the dose that disagree.
    UNPAIRED_SIDE "unpaired-side" Error
        "one side would be done twice as much as meant, or not at all"
    /// A start above the full dose.
    START_ABOVE_FULL "start-above-full" Error
        "a reader would begin with more than she should ever do"
    /// A figure in the free text that is not the dose's.
    CONTRADICTED_DOSE "contradicted-dose" Error
        "of two figures on one page a reader follows the larger one"
    /// More than one new exercise in a week.
    TOO_MANY_NEW_EXERCISES "too-many-new-exercises" Error
        "when pain grows after two new moves, nobody can tell which of them to leave out"
    /// More exercises in a session than people keep up.
    TOO_MANY_EXERCISES "too-many-exercises" Error
        "people do fewer exercises better and for longer"
    /// An exercise before those it builds on.
    BEFORE_PREREQUISITE "before-prerequisite" Error
        "a reader meets the harder move before the one that prepares for it"
    /// A week that asks for much more than the one before.
    STEP_TOO_LARGE "step-too-large" Error
        "a sudden jump is what sets off a flare-up"
    /// Minutes promised that are not those it takes.
    MINUTES_MISMATCH "minutes-mismatch" Error
        "a session that takes longer than promised is the one that is not done"
    /// Exercises each of which comes before the other.
    PROGRESSION_CYCLE "progression-cycle" Error
        "easier and harder would send a reader round in a circle"
    /// A review without who, when and until when.
    INCOMPLETE_REVIEW "incomplete-review" Error
        "a review that nobody signs is not a review"
    /// A review whose time is over.
    OVERDUE_REVIEW "overdue-review" Warning
        "evidence changes; readers are told when a page was last looked at"
    /// A source that nothing cites.
    UNCITED_SOURCE "uncited-source" Warning
        "a bibliography that lists what was not used looks like more evidence than there is"
    /// A step or stop rule too long to be followed.
    LONG_STEP "long-step" Error
        "a step is read with one knee on the floor, a stop rule in pain"
    /// A page that is hard to read.
    READING_GRADE "reading-grade" Warning
        "four in ten adults struggle with the health texts they are given"
    /// A page that lost what safety demands, or shows another figure than its entry.
    UNSAFE_PAGE "unsafe-page" Error
        "what a template drops, no reader is warned of"
    /// Data that gives another figure than its entry.
    DATA_MISMATCH "data-mismatch" Error
        "what an app or a clinic's own system takes from the data, a patient does without seeing the page"
    /// A joint of a figure that the body does not have.
    UNKNOWN_JOINT "unknown-joint" Error
        "a joint under a wrong name is not moved: the picture would show another exercise"
    /// An angle that no joint makes.
    ANGLE_OUT_OF_RANGE "angle-out-of-range" Error
        "readers copy the picture: a position that a healthy joint does not reach must not be shown"
    /// A body drawn through the floor.
    BODY_THROUGH_FLOOR "body-through-floor" Error
        "a body that sinks into the floor shows that what carries it is not what the figure says"
    /// Two contacts that cannot both touch.
    CONTACTS_NOT_LEVEL "contacts-not-level" Error
        "a body that cannot rest on both cannot be held by a patient either"
    /// A hand or foot that cannot get where it should be.
    OUT_OF_REACH "out-of-reach" Error
        "a hand drawn short of where it belongs tells the reader to hold on to nothing"
    /// A pose that is not put into words.
    MISSING_ALT_TEXT "missing-alt-text" Error
        "somebody who does not see the picture must be told what the body does"
    /// A sheet that needs more sides than it may have.
    SHEET_TOO_LONG "sheet-too-long" Error
        "type small enough to make everything fit is type that a person with poor sight cannot read"
    /// A character that the fonts of the sheets cannot draw, or a word wider than a line.
    UNPRINTABLE_TEXT "unprintable-text" Error
        "on paper an empty box stands where the word should be, and nobody can look it up"
    /// An exercise on a sheet for somebody who must not do it.
    CONTRAINDICATED_EXERCISE "contraindicated-exercise" Error
        "a sheet made for one person is followed to the letter"
    /// A clinic's logo that cannot be printed.
    BAD_LOGO "bad-logo" Error
        "by the logo a patient knows that the sheet is her clinic's"
    /// A template that cannot be rendered.
    TEMPLATE_ERROR "template-error" Error
        "a page that cannot be made whole is not published in part"
}

/// The rule called `code`.
#[must_use]
pub fn named(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
