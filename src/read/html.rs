//! Reads forms in HTML.
mod marker;
mod page;
mod bundle;
mod thymeleaf;
mod words;
