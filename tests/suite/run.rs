//! One run of the program: what it printed and how it ended.

use std::fmt;
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long a run may take before it is ended: long enough for a busy machine, short enough to wait for.
const TIMEOUT: Duration = Duration::from_mins(5);

/// What a run of the program printed, and how it ended.
pub(crate) struct Run {
    command: String,
    /// The exit status; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Run {
    /// Runs a command to its end. One that does not end is killed, it alone, and fails the test.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let name = format!("{command:?}");
        let started = Instant::now();
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{name}: {error}"));
        // Both pipes are read at once, each to its end: it comes when the child ends.
        let (sender, receiver) = mpsc::channel();
        let read = |mut pipe: Box<dyn Read + Send>, is_stdout| {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = pipe.read_to_end(&mut bytes);
                let _ = sender.send((is_stdout, bytes));
            })
        };
        read(Box::new(child.stdout.take().unwrap()), true);
        read(Box::new(child.stderr.take().unwrap()), false);
        let mut printed = [String::new(), String::new()];
        for _ in 0..2 {
            let left = TIMEOUT.saturating_sub(started.elapsed());
            let Ok((is_stdout, bytes)) = receiver.recv_timeout(left) else {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{name} was still running after {TIMEOUT:?}");
            };
            let text =
                String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name} printed what is not UTF-8: {error}"));
            printed[usize::from(is_stdout)] = text;
        }
        let status = child.wait().unwrap();
        let [stderr, stdout] = printed;
        Self { command: name, code: status.code(), stdout, stderr, took: started.elapsed() }
    }

    /// The run ended with this status.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "the exit status is another\n{self}");
        self
    }

    /// Standard error holds this text.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "standard error does not hold `{text}`\n{self}");
        self
    }

    /// Every finding that `--format short` printed, as `path:line:column code`.
    #[track_caller]
    pub(crate) fn places(&self) -> Vec<String> {
        let place = |line: &str| {
            let (place, rest) = line.split_once(": ")?;
            let (_, code) = rest.split_once('[')?;
            let (code, _) = code.split_once("]: ")?;
            Some(format!("{place} {code}"))
        };
        self.stdout.lines().map(|line| place(line).unwrap_or_else(|| panic!("no finding: {line}\n{self}"))).collect()
    }

    /// Every finding that `--format json` printed.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<Value> {
        let object = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}\n{self}"));
        self.stdout.lines().map(object).collect()
    }
}

/// Everything there is to know when an assertion failed.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, code, stdout, stderr, took } = self;
        let code = code.map_or("a signal".to_owned(), |code| format!("exit status {code}"));
        write!(f, "{command}\n{code} after {took:?}\n--- stdout ---\n{stdout}\n--- stderr ---\n{stderr}")
    }
}
