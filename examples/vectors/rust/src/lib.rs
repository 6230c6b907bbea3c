//! The frames of `interop/openhost-rs`, whose file is copied beside this one.
pub mod frame;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
