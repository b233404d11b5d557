//! As much of HTTP as it takes: the head of a request in, bounded in size and time, and a whole answer out.
//!
//! `httparse` takes the head apart. One connection is one request: nothing that follows the head is ever read as another, so a
//! body that is announced and never comes changes nothing.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// The most bytes the head of a request may have. A browser sends one.
const LARGEST_HEAD: usize = 16 * 1024;

/// The most lines a head may have.
const MOST_HEADERS: usize = 100;

/// How long a client may take to send the head.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// How long a client may take to fetch an answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(30);

/// How long, and how much, is read of what a client sends on after it was answered, so that it gets to read the answer.
const FAREWELL: (Duration, usize) = (Duration::from_millis(500), 4 * 1024 * 1024);

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether it wants the head of the answer only.
    pub(super) is_head: bool,
    /// The path it names, as it is written, a slash at its beginning.
    pub(super) path: String,
    /// What follows the path, from the question mark on.
    pub(super) query: String,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Its status.
    pub(super) status: Status,
    /// The type of its body.
    pub(super) media: &'static str,
    /// One more line for the head.
    pub(super) header: Option<(&'static str, String)>,
    /// Its body.
    pub(super) body: Vec<u8>,
}

/// What became of a request: number and words.
pub(super) type Status = (u16, &'static str);

/// It is here.
pub(super) const OK: Status = (200, "OK");
/// It is elsewhere.
pub(super) const MOVED: Status = (302, "Found");
/// It is nowhere.
pub(super) const NOT_FOUND: Status = (404, "Not Found");
/// There is no good site yet.
pub(super) const NOT_YET: Status = (503, "Service Unavailable");
const BAD_REQUEST: Status = (400, "Bad Request");
const NOT_ALLOWED: Status = (405, "Method Not Allowed");
const TOO_SLOW: Status = (408, "Request Timeout");
const WRONG_HOST: Status = (421, "Misdirected Request");
const TOO_LARGE: Status = (431, "Request Header Fields Too Large");

impl Answer {
    /// A line of text.
    pub(super) fn text(status: Status, text: impl Into<String>) -> Self {
        Self { status, media: TEXT, header: None, body: (text.into() + "\n").into_bytes() }
    }
}

/// Plain text.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// A page.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// What a file is, by the end of its name.
pub(super) fn media(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => HTML,
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("xml") => "application/xml",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("pdf") => "application/pdf",
        Some("txt" | "md") | None => TEXT,
        Some(_) => "application/octet-stream",
    }
}

/// Reads the head of a request to a server at this port, and nothing after it.
///
/// # Errors
///
/// The answer to one that is refused; none where the client has gone.
pub(super) fn read(stream: &TcpStream, port: u16) -> Result<Request, Option<Answer>> {
    let until = Instant::now() + HEAD_PATIENCE;
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Err(Some(Answer::text(TOO_SLOW, "The request did not come to its end.")));
        }
        match (&mut &*stream).read(&mut piece) {
            Ok(0) => return Err(None),
            Ok(n) => head.extend_from_slice(&piece[..n]),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => continue,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Err(None),
        }
        match parse(&head[..head.len().min(LARGEST_HEAD)], port) {
            Ok(Some(request)) => return Ok(request),
            Ok(None) if head.len() >= LARGEST_HEAD => {
                return Err(Some(Answer::text(TOO_LARGE, "The head of the request is too large.")));
            }
            Ok(None) => {}
            Err(refusal) => return Err(Some(refusal)),
        }
    }
}

/// The request at the beginning of what a client sent; nothing while its head is not whole.
fn parse(head: &[u8], port: u16) -> Result<Option<Request>, Answer> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(Answer::text(TOO_LARGE, "The head of the request has too many lines."));
        }
        Err(_) => return Err(Answer::text(BAD_REQUEST, "This is no request that is understood.")),
    }
    // A page of another site, whose name was turned to this machine, must not read what is not yet published.
    let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let is_ours = hosts.next().is_some_and(|host| is_own_name(host.value, port)) && hosts.next().is_none();
    if !is_ours {
        return Err(Answer::text(WRONG_HOST, format!("This guide is at http://127.0.0.1:{port}/ and nowhere else.")));
    }
    let is_head = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => {
            let header = Some(("Allow", "GET, HEAD".to_owned()));
            return Err(Answer { header, ..Answer::text(NOT_ALLOWED, "The guide can be read, and nothing else.") });
        }
    };
    let target = request.path.unwrap_or_default();
    if !target.starts_with('/') {
        return Err(Answer::text(BAD_REQUEST, "Ask for a path, such as /exercises/."));
    }
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    Ok(Some(Request { is_head, path: path.to_owned(), query: query.to_owned() }))
}

/// Whether a client knows this server by a name that only this machine has.
fn is_own_name(host: &[u8], port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let with_port = format!("{name}:{port}");
        host.eq_ignore_ascii_case(with_port.as_bytes()) || port == 80 && host.eq_ignore_ascii_case(name.as_bytes())
    })
}

/// The path as a name: what `%` stands for put in. Nothing if that is no text.
pub(super) fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let [high, low, after @ ..] = rest else { return None };
            let digit = |byte: u8| char::from(byte).to_digit(16);
            bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes an answer and ends the connection. What goes wrong is the client's to notice.
pub(super) fn write(stream: &TcpStream, answer: &Answer, is_head: bool) {
    let Answer { status: (number, words), media, header, body } = answer;
    let more = header.as_ref().map(|(name, value)| format!("{name}: {value}\r\n")).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {number} {words}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n{more}{ALWAYS}\r\n",
        body.len()
    );
    let until = Instant::now() + ANSWER_PATIENCE;
    let whole: &[&[u8]] = if is_head { &[head.as_bytes()] } else { &[head.as_bytes(), body] };
    if send(stream, &whole.concat(), until).is_ok() {
        part(stream);
    }
}

/// Lines of every answer: nothing is kept, for the next moment it may be another; and no other site may build it in.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n";

/// Begins an answer that goes on and on.
pub(super) fn begin(stream: &TcpStream, media: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{ALWAYS}\r\n");
    send(stream, head.as_bytes(), Instant::now() + HEAD_PATIENCE)
}

/// Sends more of an answer that goes on and on.
pub(super) fn go_on(stream: &TcpStream, text: &str) -> io::Result<()> {
    send(stream, text.as_bytes(), Instant::now() + HEAD_PATIENCE)
}

/// Sends bytes as fast as the client takes them, if it takes them all in time.
fn send(mut stream: &TcpStream, mut bytes: &[u8], until: Instant) -> io::Result<()> {
    while !bytes.is_empty() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = &bytes[n..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Ends a connection so that the client gets to read the answer: one that is closed on what it still sends throws it away.
fn part(mut stream: &TcpStream) {
    let (patience, most) = FAREWELL;
    let until = Instant::now() + patience;
    if stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    let mut piece = [0; 16 * 1024];
    let mut n_read = 0;
    while n_read < most {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(n) => n_read += n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(head: &str) -> u16 {
        match parse(head.as_bytes(), 4000) {
            Ok(Some(_)) => 200,
            Ok(None) => 0,
            Err(answer) => answer.status.0,
        }
    }

    #[test]
    fn a_request_is_read_as_far_as_it_is_whole() {
        let head = "GET /a%20b/?q=1 HTTP/1.1\r\nHost: localhost:4000\r\n\r\n";
        for end in 0..head.len() {
            assert_eq!(parse(&head.as_bytes()[..end], 4000), Ok(None), "{end}");
        }
        let request = Request { is_head: false, path: "/a%20b/".to_owned(), query: "?q=1".to_owned() };
        assert_eq!(parse(head.as_bytes(), 4000), Ok(Some(request)));
    }

    #[test]
    fn only_the_names_of_this_machine_are_answered_to() {
        let to = |host: &str| status(&format!("GET / HTTP/1.1\r\n{host}\r\n\r\n"));
        for host in ["Host: localhost:4000", "host: 127.0.0.1:4000", "Host: [::1]:4000", "Host: LOCALHOST:4000"] {
            assert_eq!(to(host), 200, "{host}");
        }
        for host in [
            "Host: clinic.example",
            "Host: clinic.example:4000",
            "Host: localhost",
            "Host: localhost:4001",
            "Host: localhost:4000.clinic.example",
            "Host: x@localhost:4000",
            "Host: localhost:4000\r\nHost: localhost:4000",
            "Host:",
            "X: y",
        ] {
            assert_eq!(to(host), 421, "{host}");
        }
    }

    #[test]
    fn the_guide_can_be_read_and_nothing_else() {
        let to = |line: &str| status(&format!("{line}\r\nHost: localhost:4000\r\n\r\n"));
        assert_eq!((to("GET / HTTP/1.1"), to("HEAD / HTTP/1.0")), (200, 200));
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"] {
            assert_eq!(to(&format!("{method} / HTTP/1.1")), 405, "{method}");
        }
        for target in ["http://localhost:4000/", "*", "localhost:4000", "../x"] {
            assert_eq!(to(&format!("GET {target} HTTP/1.1")), 400, "{target}");
        }
        for line in ["GET /", "GET / HTTP/3.0", "\u{16}\u{3}\u{1}", "GET /\0 HTTP/1.1", "GET / x HTTP/1.1"] {
            assert_eq!(to(line), 400, "{line:?}");
        }
    }

    #[test]
    fn signs_in_an_address_are_read_once() {
        assert_eq!(decoded("/a%20b%C3%A4/").as_deref(), Some("/a bä/"));
        assert_eq!(decoded("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
        for wrong in ["/%", "/%2", "/%zz", "/%ff"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
