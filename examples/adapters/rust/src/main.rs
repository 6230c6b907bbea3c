//! A conform adapter: JSON Lines on standard input and output. Replace the codecs in `punch_token` and
//! `openhost_frame` and list their operations in `STRUCTURES`. Standard error is free for your output.

mod given;
mod json;
mod openhost_frame;
mod punch_token;
mod sha256;

use json::Json;
use std::io::{self, BufRead, Write};

/// An operation returns the result, or fails to reject the input.
type Operation = fn(given: &Json, input: &Json) -> Result<Json, Failure>;

pub enum Failure {
    /// The specification forbids the input. The text is for people; conform records it and never matches it.
    Refused(String),
    /// A defect of this program is not a rejection.
    #[allow(dead_code)]
    Broken(String),
}

const STRUCTURES: &[(&str, &[(&str, Operation)])] = &[
    (
        "openhost/frame",
        &[
            ("decode", openhost_frame::decode),
            ("encode", openhost_frame::encode),
            ("stream", openhost_frame::stream),
        ],
    ),
    (
        "punch/token",
        &[
            ("decode", punch_token::decode),
            ("encode", punch_token::encode),
            ("sign", punch_token::sign),
            ("verify", punch_token::verify),
        ],
    ),
];

fn hello() -> Json {
    let offered = STRUCTURES.iter().map(|(name, operations)| {
        let names = operations.iter().map(|(op, _)| Json::text(op)).collect();
        (name.to_string(), Json::List(names))
    });
    let about = Json::object([
        ("name", Json::text("conform-rust-example")),
        ("version", Json::text("1.0.0")),
        ("structures", Json::Object(offered.collect())),
    ]);
    Json::object([("conform", Json::Number("1".into())), ("hello", about)])
}

fn answer(request: &Json) -> Json {
    let word = |name| request.get(name).as_text().unwrap_or_default();
    let operation = STRUCTURES
        .iter()
        .find(|(name, _)| *name == word("structure"))
        .and_then(|(_, operations)| operations.iter().find(|(op, _)| *op == word("op")));
    let (kind, said) = match operation {
        None => (
            "unsupported",
            Json::text(&format!("{} {}", word("structure"), word("op"))),
        ),
        Some((_, run)) => match run(request.get("given"), request.get("input")) {
            Ok(accepted) => ("accept", accepted),
            Err(Failure::Refused(why)) => ("reject", Json::Text(why)),
            Err(Failure::Broken(why)) => ("error", Json::Text(why)),
        },
    };
    Json::object([("id", request.get("id").clone()), (kind, said)])
}

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let request = Json::parse(&line?).map_err(io::Error::other)?;
        let reply = match request.get("hello") {
            Json::Null => answer(&request),
            _ => hello(),
        };
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    Ok(())
}
