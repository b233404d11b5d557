//! `--format github`: annotations that GitHub reads as we mean them, and a summary that a person reads.

use std::collections::BTreeMap;

use backsite::rule::RULES;
use insta::assert_snapshot;

use crate::run::Run;
use crate::site::TestSite;

const BIRD_DOG: &str = "content/exercises/bird-dog.md";

/// A workflow command, taken apart as GitHub's runner does it.
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

fn unescaped(text: &str, more: &[(&str, &str)]) -> String {
    let all = more.iter().chain(&[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]);
    all.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[track_caller]
fn commands(run: &Run) -> Vec<Command> {
    let command = |line: &str| {
        let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}\n{run}"));
        let (head, message) = rest.split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let property = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap();
            (name.to_owned(), unescaped(value, &[("%3A", ":"), ("%2C", ",")]))
        };
        Command {
            name: name.to_owned(),
            properties: properties.split(',').map(property).collect(),
            message: unescaped(message, &[]),
        }
    };
    run.stdout.lines().map(command).collect()
}

/// `backsite check` as a step of GitHub's, and the summary it writes.
fn step(site: &TestSite) -> (Run, String) {
    let summary = site.path("summary.md");
    let mut command = site.command(&["check", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", &summary).env("GITHUB_WORKSPACE", site.root());
    command.env("GITHUB_SERVER_URL", "https://github.example").env("GITHUB_REPOSITORY", "clinic/guide");
    command.env("GITHUB_SHA", "0123abc").env("BACKSITE_EDITOR", "https://github.example/jane/guide/edit/patch-1");
    let run = Run::of(&mut command);
    (run, std::fs::read_to_string(&summary).unwrap())
}

#[test]
fn an_annotation_stands_at_its_place_and_says_what_to_write() {
    let site = TestSite::small();
    site.edit(BIRD_DOG, "region: lowwer\n").file("content/notes.txt", "x");
    let (run, summary) = step(&site);
    run.exits(1);
    assert_snapshot!(run.stdout, @r#"
    ::error file=content/exercises/bird-dog.md,line=7,col=9,endColumn=15,title=unknown-term::no region is called `lowwer`%0ATo mend it: did you mean `lower`?%0AWhy: pages, sheets and searches know only the words of the list; a warning under any other word would reach nobody
    ::warning file=content/notes.txt,line=1,col=1,endColumn=1,title=unused-file::`content/notes.txt` is not used%0ATo mend it: copy its text into a new file `content/notes.md`, in the form of its neighbors, and remove this one%0AWhy: you may tell a patient to look it up, and it is not there
    "#);
    assert_snapshot!(summary, @r#"
    ## 1 error, 1 warning in 7 entries

    Nothing is published while an error stands. Each row names the line and what to write there; what the rules are for stands below the table. Mend the file on your branch, and this check runs again by itself.

    | | where | what is wrong | how to mend it |
    |---|---|---|---|
    | error | <a href="https://github.example/clinic/guide/blob/0123abc/content/exercises/bird-dog.md?plain=1#L7">content/exercises/bird-dog.md<br>line 7</a><br><a href="https://github.example/jane/guide/edit/patch-1/content/exercises/bird-dog.md">edit</a> | no region is called <code>lowwer</code><br><code>unknown-term</code> | did you mean <code>lower</code>? |
    | warning | <a href="https://github.example/clinic/guide/blob/0123abc/content/notes.txt?plain=1#L1">content/notes.txt<br>line 1</a> | <code>content/notes.txt</code> is not used<br><code>unused-file</code> | copy its text into a new file <code>content/notes.md</code>, in the form of its neighbors, and remove this one |

    ### What these rules are for

    <details><summary><code>unknown-term</code>: Readers find every exercise under the words they choose from.</summary>

    #### What it catches

    Some fields take only words from a list, such as positions, goals, muscles and
    conditions. These lists are in `content/vocabulary.yaml`; write their own short form,
    `hands-and-knees` and not "all fours". Short lists, such as the days of the week, stand
    in the finding. The rule fires when a word is not on its list. It also fires for double
    curly brackets in a text that hold anything but `dose.start` or `dose.full`.

    It does not check free text such as titles, steps and tips, or whether the word you
    chose is the right one.

    #### Why it matters

    A patient with osteoporosis ticks her condition and sees what to leave out. That works
    only if the entry uses the very word that she ticked. One wrong letter, and the warning
    is not shown to the person it was written for.

    #### Not like this

    ```yaml
    # content/exercises/bird-dog.md
    region: lowwer
    ```

    #### Like this

    ```yaml
    # content/exercises/bird-dog.md
    region: lower
    ```

    </details>

    <details><summary><code>unused-file</code>: What you add to the guide can be found in the guide.</summary>

    #### What it catches

    It fires when a file in the folder `content` is of a kind, or in a place, that the guide
    does not know: a text note, a word-processor document, a file that ends in `.yml`
    instead of `.yaml`, or an exercise in a folder called `exercise` instead of `exercises`.
    It is a warning. The guide is still published, without that file.

    It also fires when a file in a site's own `templates` has the name of no file of the
    theme, so that it takes nothing's place. A file in `templates/assets`, and one that
    another of your templates names, may be called as you like.

    It does not ask whether a page is easy to find. A page that no other page leads to is
    `orphan-entry`.

    #### Why it matters

    You may believe that your advice is online, and tell a patient to look it up. It is not
    there, and nobody will notice until she asks.

    #### Not like this

    ```yaml
    # content/notes.txt
    Bird dog: start with the leg alone. Add the arm when the leg is steady.
    ```

    #### Like this

    ```yaml
    # content/exercises/bird-dog.md, its free text
    Start with the leg alone. Add the arm when the leg is steady.
    ```

    </details>
    "#);
}

#[test]
fn a_mend_that_is_certain_is_shown_as_the_line_to_write() {
    let site = TestSite::small();
    site.replace(BIRD_DOG, "  - Reach long", "\t- Reach | long");
    let (run, summary) = step(&site);
    assert!(
        commands(&run)[0].message.contains("two spaces a level\nWrite:\n  - Reach | long rather than high\nWhy:"),
        "{run}"
    );
    assert!(summary.contains("<br>Write<pre>  - Reach &#124; long rather than high</pre> |\n"), "{summary}");
}

#[test]
fn a_branch_that_could_be_more_than_an_address_is_not_linked_to() {
    let site = TestSite::small();
    site.edit(BIRD_DOG, "region: lowwer\n");
    for branch in ["x\"><img src=x onerror=alert(1)>", "a b", "(x)", "x|y", "%22"] {
        let mut command = site.command(&["check", "--format", "github"]);
        command.env("GITHUB_STEP_SUMMARY", site.path("summary.md"));
        command.env("BACKSITE_EDITOR", format!("https://github.example/jane/guide/edit/{branch}"));
        Run::of(&mut command).exits(1);
        assert!(!site.text("summary.md").contains(">edit<"), "{branch}");
        site.remove("summary.md");
    }
}

#[test]
fn what_would_end_a_command_is_escaped_and_comes_back_whole() {
    let site = TestSite::small();
    let slug = "100%0A: a,b::error file=x";
    std::fs::rename(site.path("content/pages/questions.md"), site.path(&format!("content/pages/{slug}.md"))).unwrap();
    site.edit(BIRD_DOG, "region: \"50% a,b: ::error::c\\r\\nd\"\n");
    let (run, summary) = step(&site);
    let commands = commands(&run);
    let of = |code: &str| commands.iter().find(|command| command.properties["title"] == code).unwrap();
    assert_eq!(of("bad-file-name").properties["file"], format!("content/pages/{slug}.md"));
    assert!(of("unknown-term").message.contains("`50% a,b: ::error::c"), "{run}");
    assert!(commands.iter().all(|command| matches!(command.name.as_str(), "error" | "warning")));
    assert!(!summary.contains("::error::c"), "{summary}");
}

#[test]
fn errors_come_before_warnings() {
    let site = TestSite::small();
    for n in 0..15 {
        site.file(&format!("content/a{n}.txt"), "x");
    }
    site.edit("content/plans/start-gently.yaml", "level: nobody\n");
    let (run, summary) = step(&site);
    let names: Vec<String> = commands(&run).into_iter().map(|command| command.name).collect();
    assert_eq!(names[0], "error");
    assert!(names[1..].iter().all(|name| name == "warning"));
    assert_eq!(summary.matches("| warning |").count(), 15);
    assert!(summary.find("| error |").unwrap() < summary.find("| warning |").unwrap());
}

#[test]
fn a_guide_without_a_finding_says_so_and_a_guide_below_the_top_is_found() {
    let site = TestSite::small();
    let (run, summary) = step(&site);
    run.exits(0);
    assert_eq!(run.stdout, "");
    assert!(summary.contains("no finding"), "{summary}");

    let above = TestSite::empty();
    std::fs::create_dir(above.path("docs")).unwrap();
    std::fs::rename(site.path("content"), above.path("docs/content")).unwrap();
    above.edit(&format!("docs/{BIRD_DOG}"), "region: lowwer\n");
    let mut command = above.command(&["check", "--format", "github", "--root", "docs"]);
    command.env("GITHUB_WORKSPACE", above.root());
    assert_eq!(commands(&Run::of(&mut command))[0].properties["file"], format!("docs/{BIRD_DOG}"));
}

#[test]
fn a_summary_that_cannot_be_written_is_the_machine_s_failure() {
    let site = TestSite::small();
    let mut command = site.command(&["check", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", site.path("no/such/folder/summary.md"));
    Run::of(&mut command).exits(2).says("GITHUB_STEP_SUMMARY");
}

#[test]
fn a_summary_stays_below_what_github_takes_and_holds_no_markup_of_an_author() {
    let site = TestSite::small();
    let hostile = "</td></table><img src=x onerror=alert(1)> [x](javascript:alert(1)) | @everyone `` ` \\u202e";
    let many: String = (0..2_000).map(|n| format!("x{n}: \"{hostile}\"\n{hostile:.20}{n}: y\n")).collect();
    site.replace(BIRD_DOG, "aliases: ", &format!("{many}aliases: "));
    site.edit("content/exercises/cat-cow.yaml", &format!("region: \"{hostile}\"\nsides: \"| <script>\"\n"));
    let (_, summary) = step(&site);
    assert!(summary.len() < 1_000_000);
    for bad in ["<img", "<script", "</table", "](javascript", "\u{202e}"] {
        assert!(!summary.contains(bad), "{bad}");
    }
    let rows = summary.lines().filter(|line| line.starts_with("| error"));
    assert!(rows.clone().count() > 0 && rows.clone().all(|row| row.matches('|').count() == 5), "{summary}");
}

#[test]
fn every_rule_can_be_unfolded_in_a_summary() {
    for rule in RULES {
        let page = rule.markdown_page();
        assert_eq!(page.matches("```").count() % 2, 0, "{}", rule.code);
        assert!(!page.contains("```entry") && !page.contains("\n-- "), "{page}");
    }
}
