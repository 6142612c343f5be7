//! A static web server inside the test, one for each origin.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fs, io, thread};

use anyhow::{Context as _, Result};

/// What a server serves.
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    policy: Option<String>,
    replacements: Vec<(String, String)>,
}

impl Site {
    /// The files of a folder.
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            policy: None,
            replacements: Vec::new(),
        }
    }

    /// Sends this content security policy with each page.
    #[must_use]
    pub fn with_policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Serves its pages with one text in place of another.
    #[must_use]
    pub fn with(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.replacements.push((from.into(), to.into()));
        self
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The head's own lines and the body of the answer to a request for `path`.
    fn answer(&self, path: &str) -> (String, Vec<u8>) {
        let path = path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_start_matches('/');
        if path == "favicon.ico" {
            // Browsers ask for one wherever a page names none.
            return ("HTTP/1.1 204 No Content\r\n".to_owned(), Vec::new());
        }
        let leaves = path.split('/').any(|part| part == "..");
        let mut file = self.folder.join(path);
        if file.is_dir() {
            file.push("index.html");
        }
        let read = if leaves {
            Err(io::ErrorKind::NotFound.into())
        } else {
            fs::read(&file)
        };
        let Ok(mut body) = read else {
            return ("HTTP/1.1 404 Not Found\r\n".to_owned(), Vec::new());
        };
        let kind = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        };
        let mut head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n");
        if kind.starts_with("text/html") {
            let mut text = String::from_utf8_lossy(&body).into_owned();
            for (from, to) in &self.replacements {
                text = text.replace(from, to);
            }
            body = text.into_bytes();
            if let Some(policy) = &self.policy {
                head.push_str("Content-Security-Policy: ");
                head.push_str(policy);
                head.push_str("\r\n");
            }
        }
        (head, body)
    }
}

/// A server at an origin of its own, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
}

impl Server {
    /// Serves `site` at a free port.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn start(site: Site) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopping);
        thread::spawn(move || {
            let site = Arc::new(site);
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let site = Arc::clone(&site);
                // A browser that goes away in the middle of an answer is not the server's concern.
                thread::spawn(move || serve(&site, stream).ok());
            }
        });
        Ok(Self { address, stopping })
    }

    /// `http://127.0.0.1:…`, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // One last connection wakes the thread that waits for it.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(site: &Site, mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let Some(path) = request.split(' ').nth(1) else {
        return Ok(());
    };
    let (head, body) = site.answer(path);
    write!(
        stream,
        "{head}Content-Length: {}\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: no-store\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}
