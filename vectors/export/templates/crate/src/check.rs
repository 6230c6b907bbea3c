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
    /// Checks each of the vectors. Panics with all failures, and if the codec has no operation of any of them.
    #[track_caller]
    pub fn assert<'a>(
        &self,
        vectors: impl IntoIterator<Item = &'a Vector>,
        codec: Codec,
        reopen: Reopen,
    ) {
        let (mut passed, mut skipped, mut failures) = (0, Vec::new(), Vec::new());
        for vector in vectors {
            match self.check(vector, codec, reopen) {
                Outcome::Passed => passed += 1,
                Outcome::Skipped(why) if skipped.contains(&why) => {}
                Outcome::Skipped(why) => skipped.push(why),
                Outcome::Failed(why) => failures.push(why),
            }
        }
        println!("{}: {passed} vectors pass", self.structure);
        for why in &skipped {
            println!("skipped: {why}");
        }
        let count = failures.len();
        assert!(
            failures.is_empty(),
            "{}: {count} vectors fail\n\n{}",
            self.structure,
            failures.join("\n\n")
        );
        assert!(
            passed > 0,
            "{}: nothing was tested: {}",
            self.structure,
            skipped.join("; ")
        );
    }

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
        match accepts(twin, codec, reopen) {
            Outcome::Passed => {}
            Outcome::Failed(why) => {
                return Outcome::Failed(format!(
                    "{}: its twin failed, so that a rejection proves nothing:\n{why}",
                    vector.id
                ))
            }
            skipped => return skipped,
        }
        match codec(&vector.op, &vector.given, &vector.input) {
            Some(Err(_)) => Outcome::Passed,
            Some(Ok(answer)) => failed(
                vector,
                format!("rejected ({reject})"),
                answer.to_string(),
                "",
            ),
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
        Ok(found) => {
            let place = difference(accept, &found, "");
            failed(vector, accept.to_string(), found.to_string(), &place)
        }
        Err(refusal) => failed(
            vector,
            accept.to_string(),
            format!("rejected ({refusal})"),
            "",
        ),
    }
}

fn failed(vector: &Vector, expected: String, received: String, place: &str) -> Outcome {
    Outcome::Failed(format!(
        "{}:\nexpected: {expected}\nreceived: {received}\n{place}{}",
        vector.id,
        about(vector)
    ))
}

/// The first place where two answers differ, as a JSON pointer.
fn difference(expected: &Value, received: &Value, at: &str) -> String {
    let keys: Vec<String> = match (expected, received) {
        (Value::Object(left), Value::Object(right)) => {
            left.keys().chain(right.keys()).cloned().collect()
        }
        (Value::Array(left), Value::Array(right)) => (0..left.len().max(right.len()))
            .map(|index| index.to_string())
            .collect(),
        _ => Vec::new(),
    };
    for key in keys {
        let place = format!("{at}/{key}");
        match (member(expected, &key), member(received, &key)) {
            (Some(left), Some(right)) if left == right => {}
            (Some(left), Some(right)) => return difference(left, right, &place),
            (left, right) => return told(&place, left, right),
        }
    }
    told(at, Some(expected), Some(received))
}

fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
        _ => value.get(key),
    }
}

fn told(at: &str, expected: Option<&Value>, received: Option<&Value>) -> String {
    let shown = |one: Option<&Value>| one.map_or("nothing".to_string(), Value::to_string);
    if at.is_empty() {
        return String::new();
    }
    format!(
        "differs at {at}: expected {}, received {}\n",
        shown(expected),
        shown(received)
    )
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
