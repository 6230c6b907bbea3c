//! The part of JSON that an adapter needs. Numbers stay text, so they lose no digit.

use std::collections::HashSet;
use std::fmt;

#[derive(Clone, Debug)]
pub enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn text(value: &str) -> Json {
        Json::Text(value.into())
    }

    pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
        Json::Object(members.map(|(name, value)| (name.to_string(), value)).into())
    }

    /// A missing member reads as null.
    pub fn get(&self, name: &str) -> &Json {
        match self {
            Json::Object(members) => members
                .iter()
                .find(|(n, _)| n == name)
                .map_or(&Json::Null, |(_, value)| value),
            _ => &Json::Null,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn parse(text: &str) -> Result<Json, String> {
        Json::parse_within(text, MAX_REQUEST_DEPTH, false)
    }

    /// Rejects where parsers disagree: a duplicate name, and deep nesting.
    pub fn parse_strictly(text: &str) -> Result<Json, String> {
        Json::parse_within(text, MAX_DEPTH, true)
    }

    fn parse_within(text: &str, depth: usize, unique: bool) -> Result<Json, String> {
        let mut parser = Parser {
            text,
            at: 0,
            depth,
            unique,
        };
        let value = parser.value()?;
        parser.blank();
        if parser.at < text.len() {
            return Err(format!("more than a value at {}", parser.at));
        }
        Ok(value)
    }
}

const MAX_DEPTH: usize = 32;
/// The limit for requests. Deeper ones would overflow the stack.
const MAX_REQUEST_DEPTH: usize = 512;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// The number of further levels that may open.
    depth: usize,
    unique: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn skip(&mut self, token: &str) -> bool {
        self.blank();
        let found = self.text[self.at..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.skip(token) {
            Ok(())
        } else {
            Err(format!("wanted {token} at {}", self.at))
        }
    }

    fn value(&mut self) -> Result<Json, String> {
        self.blank();
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.sequence("[", "]", Self::value).map(Json::List),
            Some(b'"') => self.string().map(Json::Text),
            _ if self.skip("null") => Ok(Json::Null),
            _ if self.skip("true") => Ok(Json::Bool(true)),
            _ if self.skip("false") => Ok(Json::Bool(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self) -> Result<Json, String> {
        let members = self.sequence("{", "}", |p| {
            p.blank();
            let name = p.string()?;
            p.expect(":")?;
            Ok((name, p.value()?))
        })?;
        let mut names = HashSet::new();
        if self.unique && !members.iter().all(|(name, _)| names.insert(name)) {
            return Err("a member name occurs twice".into());
        }
        Ok(Json::Object(members))
    }

    fn sequence<T>(
        &mut self,
        open: &str,
        close: &str,
        item: fn(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let mut items = Vec::new();
        self.expect(open)?;
        self.depth = self.depth.checked_sub(1).ok_or("nested too deep")?;
        if self.skip(close) {
            self.depth += 1;
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.skip(close) {
                self.depth += 1;
                return Ok(items);
            }
            self.expect(",")?;
        }
    }

    fn number(&mut self) -> Result<Json, String> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if !is_number(text) {
            return Err(format!("no value at {start}"));
        }
        Ok(Json::Number(text.into()))
    }

    fn string(&mut self) -> Result<String, String> {
        let start = self.at;
        self.expect("\"")?;
        let mut units: Vec<u16> = Vec::new();
        loop {
            let rest = &self.text[self.at..];
            let c = rest
                .chars()
                .next()
                .ok_or(format!("the text at {start} does not end"))?;
            self.at += c.len_utf8();
            match c {
                '"' => return String::from_utf16(&units).map_err(|_| format!("a lone surrogate at {start}")),
                '\\' => units.push(self.escape()?),
                c if c < ' ' => return Err(format!("a control character in the text at {start}")),
                c => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    fn escape(&mut self) -> Result<u16, String> {
        let c = self.peek().ok_or("an escape does not end")?;
        self.at += 1;
        let unit = match c {
            b'n' => 10,
            b't' => 9,
            b'r' => 13,
            b'b' => 8,
            b'f' => 12,
            b'"' | b'\\' | b'/' => u16::from(c),
            b'u' => {
                let digits = self
                    .text
                    .get(self.at..self.at + 4)
                    .ok_or("an escape does not end")?;
                self.at += 4;
                // The number parser also accepts a sign.
                if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return Err(format!("no such escape at {}", self.at));
                }
                u16::from_str_radix(digits, 16).map_err(|e| e.to_string())?
            }
            _ => return Err(format!("no such escape at {}", self.at)),
        };
        Ok(unit)
    }
}

/// JSON allows fewer spellings than the number parser: no `+1`, no `01`, no `1.`, no `.5`.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = text.split_once(['e', 'E']).map_or((text, "0"), |(n, e)| (n, e));
    let (integer, fraction) = number.split_once('.').map_or((number, "0"), |(i, f)| (i, f));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(integer) && (integer == "0" || !integer.starts_with('0')) && digits(fraction) && digits(exponent)
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(text) => f.write_str(text),
            Json::Text(text) => quote(text, f),
            Json::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Json::Object(members) => {
                f.write_str("{")?;
                for (i, (name, value)) in members.iter().enumerate() {
                    f.write_str(if i > 0 { "," } else { "" })?;
                    quote(name, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            c if c < ' ' => write!(f, "\\u{:04x}", c as u32)?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}
