//! Test vectors as typed records. Bytes are lower-case hex, as in the files.
use serde::Deserialize;
use serde_json::{Map, Value};

mod check;
mod structures;
pub use check::{Codec, Outcome, Reopen};
pub use structures::*;

/// One clause of a specification, paraphrased.
#[derive(Clone, Debug, Deserialize)]
pub struct Clause {
    pub id: String,
    pub level: String,
    pub section: String,
    pub text: String,
}

/// What the specification leaves wrong or open, and how the vector decides it.
#[derive(Clone, Debug, Deserialize)]
pub struct Finding {
    pub id: String,
    pub title: String,
    pub stance: String,
}

/// What must come of an input.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Expect {
    Accept {
        accept: Value,
        /// `reopening` where the bytes are not unique: `accept` is what a decoder finds in them.
        by: Option<String>,
    },
    Reject {
        reject: String,
    },
}

/// One input and what must come of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Vector {
    pub id: String,
    pub title: String,
    pub op: String,
    pub given: Map<String, Value>,
    pub input: Value,
    pub expect: Expect,
    pub level: String,
    pub requirements: Vec<String>,
    pub clauses: Vec<Clause>,
    pub findings: Vec<Finding>,
    pub why: String,
    pub tags: Vec<String>,
    pub twin: Option<String>,
    pub dialect: Option<String>,
    pub source: Option<String>,
}

/// The version of the specification that the vectors belong to.
#[derive(Clone, Debug, Deserialize)]
pub struct Spec {
    pub title: String,
    pub version: String,
    pub sha256: String,
}

/// All vectors of one structure.
#[derive(Clone, Debug, Deserialize)]
pub struct Set {
    pub structure: String,
    pub protocol: String,
    pub version: String,
    pub spec: Spec,
    pub sections: Vec<String>,
    #[serde(default)]
    pub dialects: Vec<String>,
    pub vectors: Vec<Vector>,
}

impl Set {
    /// Finds a vector, for example the twin of another.
    pub fn by_id(&self, id: &str) -> Option<&Vector> {
        self.vectors.iter().find(|vector| vector.id == id)
    }

    /// The vectors of level must in the literal dialect: what a conforming codec has to pass.
    pub fn must(&self) -> impl Iterator<Item = &Vector> {
        self.at("must", None)
    }

    /// The vectors down to a level (`must`, `should` or `may`) in a dialect, or in the literal one.
    pub fn at<'a>(
        &'a self,
        level: &str,
        dialect: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Vector> {
        let spoken = dialect.or(self.dialects.first().map(String::as_str));
        let weakest = rank(level);
        self.vectors.iter().filter(move |vector| {
            rank(&vector.level) <= weakest
                && (vector.dialect.is_none() || vector.dialect.as_deref() == spoken)
        })
    }
}

fn rank(level: &str) -> usize {
    ["must", "should", "may"]
        .iter()
        .position(|one| *one == level)
        .unwrap_or_else(|| panic!("unknown level {level}; known: must, should, may"))
}

fn load(text: &str) -> Set {
    serde_json::from_str(text).expect("a vector file of this crate is well formed")
}
