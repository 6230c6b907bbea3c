use crate::{Expect, Set, Vector};
use serde_json::{Map, Value};

/// Answers one operation: `None` where there is none of that name, `Err` for an input that it rejects.
pub type Codec<'a> = &'a dyn Fn(&str, &Map<String, Value>, &Value) -> Option<Result<Value, String>>;

/// Reads an answer whose bytes are not unique: `None` where it cannot.
pub type Reopen<'a> =
    &'a dyn Fn(&str, &Map<String, Value>, &Value) -> Option<Result<Value, String>>;

/// How a vector ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Skipped(String),
    Failed(String),
}

impl Set {
    /// Asks a codec one vector. A rejection counts only if the same operation accepts the twin.
    pub fn check(&self, vector: &Vector, codec: Codec, reopen: Reopen) -> Outcome {
        let Expect::Reject { reject } = &vector.expect else {
            return accepts(vector, codec, reopen);
        };
        let Some(twin) = vector.twin.as_deref().and_then(|id| self.by_id(id)) else {
            return Outcome::Failed(format!(
                "{} has no twin, so that its rejection proves nothing",
                vector.id
            ));
        };
        let control = accepts(twin, codec, reopen);
        if control != Outcome::Passed {
            return control;
        }
        match codec(&vector.op, &vector.given, &vector.input) {
            Some(Err(_)) => Outcome::Passed,
            Some(Ok(answer)) => Outcome::Failed(format!(
                "expected: rejected ({reject})\nreceived: {answer}\n{}",
                about(vector)
            )),
            None => unknown(vector),
        }
    }
}

fn accepts(vector: &Vector, codec: Codec, reopen: Reopen) -> Outcome {
    let Expect::Accept { accept, by } = &vector.expect else {
        return Outcome::Failed(format!("the twin {} is not accepted", vector.id));
    };
    let Some(mut answer) = codec(&vector.op, &vector.given, &vector.input) else {
        return unknown(vector);
    };
    if let (Ok(found), Some(_)) = (&answer, by) {
        match reopen(&vector.op, &vector.given, found) {
            Some(read) => answer = read,
            None => {
                return Outcome::Skipped(format!(
                    "many answers to {} are right: give a reopen",
                    vector.op
                ))
            }
        }
    }
    match answer {
        Ok(found) if found == *accept => Outcome::Passed,
        Ok(found) => Outcome::Failed(format!(
            "{}: expected: {accept}\nreceived: {found}\n{}",
            vector.id,
            about(vector)
        )),
        Err(refusal) => Outcome::Failed(format!(
            "{}: expected: {accept}\nreceived: rejected ({refusal})\n{}",
            vector.id,
            about(vector)
        )),
    }
}

fn unknown(vector: &Vector) -> Outcome {
    Outcome::Skipped(format!("there is no operation {}", vector.op))
}

fn about(vector: &Vector) -> String {
    let mut lines: Vec<String> = vector
        .clauses
        .iter()
        .map(|one| format!("{} ({}): {}", one.id, one.level, one.text))
        .collect();
    lines.push(format!("why it matters: {}", vector.why));
    lines.join("\n")
}
