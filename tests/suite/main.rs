//! All tests that cross a room, in one binary: each module is a chapter.
