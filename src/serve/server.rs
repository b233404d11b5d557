//! Connections: listened for on this machine alone, each with a thread, and never more of either than there is room for.
//!
//! No client can hold the server up. Each has a few seconds to say what it wants and half a minute to fetch it; where there
//! are too many at once, the oldest makes room for the newest.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::reply::{self, Reply};
use super::stage::Stage;
use super::{Signal, http};

/// Connections that wait for an answer, at most.
const MOST_WAITING: usize = 256;

/// Browsers that hear the news, at most. A browser hears them for each page that is in sight.
const MOST_HEARING: usize = 32;

/// Threads, at most: a connection that had to make room may still be having sheets made.
const MOST_THREADS: usize = MOST_WAITING + MOST_HEARING + 64;

/// Ports that are tried after the one that is wanted.
const NEXT_PORTS: u16 = 100;

/// How long a browser hears nothing, at most: a line that it passes over tells whether it is still there.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// How long it takes a browser's thread to see that it had to make room, at most.
const MOMENT: Duration = Duration::from_millis(250);

/// Listens on this machine alone: on the wanted port, or on the next one that is free. 0 is any.
///
/// # Errors
///
/// When none is to be had.
pub(super) fn listen(wanted: u16) -> anyhow::Result<TcpListener> {
    let on = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let mut refused = match on(wanted) {
        Ok(listener) => return Ok(listener),
        Err(error) => error,
    };
    if wanted > 0 && refused.kind() == io::ErrorKind::AddrInUse {
        for port in (1..=NEXT_PORTS).filter_map(|n| wanted.checked_add(n)) {
            match on(port) {
                Ok(listener) => return Ok(listener),
                Err(error) => refused = error,
            }
        }
    }
    Err(refused).with_context(|| format!("cannot listen on port {wanted} of 127.0.0.1; name another one with --port"))
}

/// Answers from what stands on the stage, from now on. What sheets bring to light is sent to `sender`.
///
/// # Errors
///
/// When there is no thread to be had.
pub(super) fn start(listener: TcpListener, port: u16, stage: Arc<Stage>, sender: Sender<Signal>) -> anyhow::Result<()> {
    let desk = Arc::new(Desk { port, stage, sender, open: Mutex::default() });
    let accept = move || {
        for stream in listener.incoming() {
            match stream {
                Ok(stream) => admit(&desk, stream),
                Err(_) => thread::sleep(Duration::from_millis(20)), // Too many files are open: some will be closed.
            }
        }
    };
    thread::Builder::new().name("doors".to_owned()).spawn(accept).context("cannot start a thread")?;
    Ok(())
}

/// What every thread needs.
struct Desk {
    port: u16,
    stage: Arc<Stage>,
    sender: Sender<Signal>,
    open: Mutex<Open>,
}

/// Open connections, in the order they came.
#[derive(Default)]
struct Open {
    n_so_far: u64,
    n_threads: usize,
    waiting: BTreeMap<u64, Arc<TcpStream>>,
    hearing: BTreeMap<u64, Arc<TcpStream>>,
}

impl Open {
    /// Has the oldest make room until there is some.
    fn make_room(connections: &mut BTreeMap<u64, Arc<TcpStream>>, most: usize) {
        while connections.len() > most {
            if let Some((_, oldest)) = connections.pop_first() {
                let _ = oldest.shutdown(Shutdown::Both); // Its thread reads the end, and ends.
            }
        }
    }
}

/// Takes a connection in, if there is a thread for it; otherwise it is closed.
fn admit(desk: &Arc<Desk>, stream: TcpStream) {
    let stream = Arc::new(stream);
    let mut open = desk.open();
    if open.n_threads >= MOST_THREADS {
        return;
    }
    open.n_so_far += 1;
    let number = open.n_so_far;
    open.waiting.insert(number, Arc::clone(&stream));
    Open::make_room(&mut open.waiting, MOST_WAITING);
    open.n_threads += 1;
    drop(open);
    let visit = Visit { desk: Arc::clone(desk), stream, number };
    // Without a thread for it the visit is dropped here, and with it the connection.
    let _ = thread::Builder::new().name(format!("request {number}")).spawn(move || visit.answer());
}

impl Desk {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection and its thread, until both end.
struct Visit {
    desk: Arc<Desk>,
    stream: Arc<TcpStream>,
    number: u64,
}

impl Visit {
    fn answer(&self) {
        let _ = self.stream.set_nodelay(true); // Otherwise answers are a little later.
        let request = match http::read(&self.stream, self.desk.port) {
            Ok(request) => request,
            Err(Some(refusal)) => return http::write(&self.stream, &refusal, false),
            Err(None) => return,
        };
        let reply = reply::to(&request, &self.desk.stage, &mut |snapshot, found| {
            let _ = self.desk.sender.send(Signal::Found(Arc::clone(snapshot), found)); // The loop ends with the process.
        });
        match reply {
            Reply::Whole(answer) => http::write(&self.stream, &answer, request.is_head),
            Reply::News => drop(self.news(request.is_head)),
        }
    }

    /// Tells the news as they come, until the browser has enough.
    fn news(&self, is_head: bool) -> io::Result<()> {
        http::begin(&self.stream, "text/event-stream")?;
        if is_head {
            return Ok(());
        }
        let mut open = self.desk.open();
        if let Some(stream) = open.waiting.remove(&self.number) {
            open.hearing.insert(self.number, stream);
        }
        Open::make_room(&mut open.hearing, MOST_HEARING);
        drop(open);
        // A browser that lost the connection comes back at once.
        http::go_on(&self.stream, "retry: 300\n\n")?;
        let mut heard = None;
        let mut spoke = Instant::now();
        while self.desk.open().hearing.contains_key(&self.number) {
            let said = match self.desk.stage.news(heard, MOMENT) {
                Some(news) => {
                    heard = Some(news.number);
                    format!("data: {}\n\n", news.json)
                }
                None if spoke.elapsed() >= SIGN_OF_LIFE => ":\n\n".to_owned(),
                None => continue,
            };
            http::go_on(&self.stream, &said)?;
            spoke = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let mut open = self.desk.open();
        open.waiting.remove(&self.number);
        open.hearing.remove(&self.number);
        open.n_threads -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_passed_over() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let next = listen(port).unwrap().local_addr().unwrap();
        assert_ne!(next.port(), port);
        assert!(next.ip().is_loopback());
    }
}
