//! Archives as folders: `forms.zip/path/in/it.json` is a file within `forms.zip`. Nothing is unpacked to the disk.
//!
//! Each thread keeps the archive open that it looked into last, so that the files of one archive are found without reading its list anew.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::spoken;
use crate::source::Limits;

/// The files of an archive and of those within it.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) files: Vec<PathBuf>,
    /// What cannot be read of it, and why.
    pub(super) unreadable: Vec<(PathBuf, String)>,
}

/// Whether a path is an archive on the disk or within another one.
pub fn is_archive(path: &Path) -> bool {
    is_zip(path) && is_file(path)
}

/// Whether a path is a file, be it within an archive.
pub fn is_file(path: &Path) -> bool {
    path.is_file() || container(path).is_some_and(|(archive, inner)| look(&archive, |zipped| zipped.names.contains_key(&inner)) == Ok(true))
}

/// The files of a folder, be it within an archive, sorted; not those of the folders in it.
pub(super) fn within(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = match container(folder) {
        Some((archive, inner)) if !folder.is_dir() => {
            let below =
                |name: &&String| name.strip_prefix(&inner).and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| !rest.contains('/'));
            let names = look(&archive, |zipped| zipped.names.keys().filter(below).map(|name| archive.join(name)).collect());
            names.unwrap_or_default()
        }
        _ => std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect(),
    };
    files.retain(|path| is_file(path));
    files.sort();
    files
}

/// The archive on the disk that a path leads into, or is.
pub(super) fn outermost(path: &Path) -> Option<&Path> {
    path.ancestors().filter(|path| is_zip(path)).find(|path| path.is_file())
}

/// The bytes of a file within an archive, `most` at most; none where the path leads into none.
pub(super) fn bytes(path: &Path, most: u64) -> Option<io::Result<Vec<u8>>> {
    let (archive, inner) = container(path)?;
    let read = look(&archive, |zipped| zipped.read(&inner, most)).and_then(|read| read);
    Some(read.map_err(io::Error::other))
}

/// The files of an archive, as far as the limits let them be read. Hidden files are left out, as they are in folders.
pub(super) fn list(archive: &Path, limits: &Limits) -> Listed {
    let mut listed = Listed::default();
    let mut left = Left { bytes: limits.unpacked as u128, entries: limits.entries };
    enter(archive, limits, limits.archives, &mut left, &mut listed);
    listed
}

/// What may still be listed of an archive with all within it.
struct Left {
    bytes: u128,
    entries: usize,
}

fn enter(archive: &Path, limits: &Limits, depth: usize, left: &mut Left, listed: &mut Listed) {
    let looked = look(archive, |zipped| zipped.contents());
    let contents = match looked.and_then(|contents| left.take(&contents, limits).map(|()| contents)) {
        Ok(contents) => contents,
        Err(why) => return listed.unreadable.push((archive.to_owned(), why)),
    };
    listed.unreadable.extend(contents.refused.into_iter().map(|(name, why)| (archive.join(name), why)));
    for name in contents.files.into_iter().filter(|name| !is_hidden(name)) {
        let path = archive.join(name);
        match is_zip(&path) {
            false => listed.files.push(path),
            true if depth > 1 => enter(&path, limits, depth - 1, left, listed),
            true => {
                let why = format!("archives within one another deeper than {}; it was not opened (limit `archives`)", limits.archives);
                listed.unreadable.push((path, why));
            }
        }
    }
}

impl Left {
    fn take(&mut self, contents: &Contents, limits: &Limits) -> Result<(), String> {
        let entries = contents.files.len() + contents.refused.len();
        let size = Limits::size(limits.unpacked);
        self.entries = self.entries.checked_sub(entries).ok_or_else(|| too_many(limits.entries))?;
        let bytes = self.bytes.checked_sub(contents.size);
        self.bytes =
            bytes.ok_or_else(|| format!("the archive would grow to more than {size} when unpacked; it was not read (limit `unpacked`)"))?;
        Ok(())
    }
}

fn too_many(entries: usize) -> String {
    format!("the archive holds more than {entries} files; it was not read (limit `entries`)")
}

/// What an archive says that it holds.
struct Contents {
    files: Vec<String>,
    refused: Vec<(String, String)>,
    size: u128,
}

/// An open archive.
struct Zipped {
    archive: ZipArchive<Box<dyn Bytes>>,
    /// The numbers of its files, by their names with `/` between the parts.
    names: BTreeMap<String, usize>,
    refused: Vec<(String, String)>,
}

trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

thread_local! {
    static LAST: RefCell<Option<(PathBuf, Zipped)>> = const { RefCell::new(None) };
}

/// Looks into an archive, which is opened where it is not the last one.
fn look<R>(archive: &Path, with: impl FnOnce(&mut Zipped) -> R) -> Result<R, String> {
    let last = LAST.take().filter(|(path, _)| path == archive);
    let (path, mut zipped) = match last {
        Some(last) => last,
        None => (archive.to_owned(), Zipped::open(archive)?),
    };
    let result = with(&mut zipped);
    LAST.set(Some((path, zipped)));
    Ok(result)
}

impl Zipped {
    fn open(path: &Path) -> Result<Self, String> {
        let told = |error: io::Error| format!("the archive cannot be read: {error}");
        let bytes: Box<dyn Bytes> = match path.is_file() {
            true => Box::new(BufReader::new(File::open(path).map_err(told)?)),
            false => {
                let most = Limits::DEFAULT.size;
                let inner = bytes(path, most as u64 + 1).ok_or("no archive is there")?.map_err(|error| error.to_string())?;
                if inner.len() > most {
                    return Err(format!("the archive is larger than {}; it was not opened (limit `size`)", Limits::size(most)));
                }
                Box::new(Cursor::new(inner))
            }
        };
        Self::of(bytes)
    }

    fn of(mut bytes: Box<dyn Bytes>) -> Result<Self, String> {
        // The list of what an archive holds is read as a whole: its length is looked at before.
        if announced(&mut bytes).is_ok_and(|count| count == u16::MAX) {
            return Err(too_many(usize::from(u16::MAX) - 1));
        }
        let archive = ZipArchive::new(bytes).map_err(|error| format!("the archive is broken: {error}"))?;
        let (mut names, mut refused) = (BTreeMap::new(), Vec::new());
        if archive.has_duplicate_names() {
            refused.push((String::new(), "the archive holds several files of one name, of which only the last is read".to_owned()));
        }
        for (index, name) in archive.file_names().enumerate() {
            let name = name.map_err(|error| format!("the archive is broken: {error}"))?.replace('\\', "/");
            match plain(&name) {
                _ if name.ends_with('/') => {}
                None => refused.push((name.replace('/', "|"), format!("`{name}` leads out of the archive; it was not read"))),
                Some(plain) if names.contains_key(&plain) => {
                    refused.push((plain, "a file of this name stands in the archive twice; only the first is read".to_owned()));
                }
                Some(plain) => {
                    names.insert(plain, index);
                }
            }
        }
        Ok(Self { archive, names, refused })
    }

    fn contents(&self) -> Contents {
        let size = self.archive.decompressed_size().unwrap_or(u128::MAX);
        Contents { files: self.names.keys().cloned().collect(), refused: self.refused.clone(), size }
    }

    /// The bytes of a file. What it says of its size binds it, as the whole was let in by that: the crate sees to it.
    fn read(&mut self, name: &str, most: u64) -> Result<Vec<u8>, String> {
        let index = *self.names.get(name).ok_or("it is not in the archive")?;
        let file = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted; it was not read".to_owned(),
            error => format!("it cannot be unpacked: {error}"),
        })?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(|error| format!("it cannot be unpacked: {error}"))?;
        Ok(bytes)
    }
}

/// The number of files that the end of an archive announces; the greatest where it is told elsewhere, as there are more.
fn announced(bytes: &mut dyn Bytes) -> io::Result<u16> {
    const END: usize = 22 + u16::MAX as usize;
    let length = bytes.seek(SeekFrom::End(0))?;
    bytes.seek(SeekFrom::Start(length.saturating_sub(END as u64)))?;
    let mut end = Vec::new();
    bytes.take(END as u64).read_to_end(&mut end)?;
    bytes.rewind()?;
    let at = memchr::memmem::rfind(&end, b"PK\x05\x06").unwrap_or(end.len());
    match end.get(at + 10..at + 12) {
        Some([low, high]) => Ok(u16::from_le_bytes([*low, *high])),
        _ => Ok(0),
    }
}

/// The archive that a path leads into, and what comes after it.
fn container(path: &Path) -> Option<(PathBuf, String)> {
    let is_open = |path: &Path| LAST.with_borrow(|last| last.as_ref().is_some_and(|(open, _)| open == path));
    let archive = path.ancestors().skip(1).filter(|path| is_zip(path)).find(|path| is_open(path) || is_file(path))?;
    let inner = spoken(path.strip_prefix(archive).ok()?);
    Some((archive.to_owned(), inner))
}

/// Whether a path has the name of an archive. Workbooks and documents are none, though they are made alike.
fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// A name without `.`; none where it leads out of the archive.
fn plain(name: &str) -> Option<String> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let inside = !drive && Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then(|| spoken(Path::new(name))).filter(|name| !name.is_empty())
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        assert_eq!(plain("a/./b.json").as_deref(), Some("a/b.json"));
        assert_eq!((plain("../x"), plain("/etc/x"), plain("a/../../x"), plain("C:/x")), (None, None, None, None));
        assert!(is_hidden("a/.git/x") && is_hidden("__MACOSX/._a") && !is_hidden("a.b/c"));
    }
}
