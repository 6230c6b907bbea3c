use crate::Fallible;

/// What is left of a structure that is being read.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn take(&mut self, length: usize) -> Fallible<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length).ok_or("truncated")?;
        self.0 = rest;
        Ok(head)
    }

    pub fn array<const N: usize>(&mut self) -> Fallible<[u8; N]> {
        Ok(self.take(N)?.try_into()?)
    }

    pub fn u8(&mut self) -> Fallible<u8> {
        Ok(self.take(1)?[0])
    }

    pub fn u16(&mut self) -> Fallible<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub fn expect(&mut self, wanted: &[u8], what: &str) -> Fallible<()> {
        match self.take(wanted.len())? == wanted {
            true => Ok(()),
            false => Err(format!("wrong {what}").into()),
        }
    }

    pub fn end(self) -> Fallible<()> {
        match self.0 {
            [] => Ok(()),
            _ => Err("trailing bytes".into()),
        }
    }
}
