//! The kinds of files that are opened here: what WhatsApp carries and a browser shows or plays without running anything.
//! Absent: pages, drawings in SVG, office files and archives, which can carry programs.

/// Pictures and documents: no photograph of a referral is larger.
const FILE_BYTES_MAX: i64 = 10 * 1024 * 1024;
/// Recordings and films: WhatsApp's own bound.
const RECORDING_BYTES_MAX: i64 = 16 * 1024 * 1024;
/// How much of a file its kind is told from.
pub(super) const LOOKED_AT_BYTES: usize = 12;

/// A kind of file.
#[derive(Debug, PartialEq, Eq)]
pub struct FileType {
    /// Its name, as served.
    pub mime: &'static str,
    /// What a file of this kind is called at its end.
    pub extension: &'static str,
    marks: &'static [Mark],
}

/// How a file of a kind begins: these bytes at this place.
type Mark = (usize, &'static [u8]);

const fn of_kind(mime: &'static str, extension: &'static str, marks: &'static [Mark]) -> FileType {
    FileType { mime, extension, marks }
}

/// How the files of ISO's media family begin (ISO/IEC 14496-12), after four bytes of length.
const ISO_MEDIA: &[Mark] = &[(4, b"ftyp")];

static KINDS: [FileType; 11] = [
    of_kind("image/jpeg", "jpg", &[(0, b"\xff\xd8\xff")]),
    of_kind("image/png", "png", &[(0, b"\x89PNG\r\n\x1a\n")]),
    of_kind("image/webp", "webp", &[(8, b"WEBP")]),
    of_kind("audio/ogg", "ogg", &[(0, b"OggS")]),
    of_kind("audio/mpeg", "mp3", &[(0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")]),
    of_kind("audio/mp4", "m4a", ISO_MEDIA),
    of_kind("audio/aac", "aac", &[(0, b"\xff\xf1"), (0, b"\xff\xf9")]),
    of_kind("audio/amr", "amr", &[(0, b"#!AMR")]),
    of_kind("video/mp4", "mp4", ISO_MEDIA),
    of_kind("video/3gpp", "3gp", ISO_MEDIA),
    of_kind("application/pdf", "pdf", &[(0, b"%PDF-")]),
];

/// The kind behind a provider's word, whatever parameters follow it; none: it is not opened here.
pub fn of(word: &str) -> Option<&'static FileType> {
    let name = word.split(';').next().unwrap_or_default().trim();
    KINDS.iter().find(|it| it.mime.eq_ignore_ascii_case(name))
}

impl FileType {
    /// Whether a file that begins so is of this kind.
    pub fn begins(&self, bytes: &[u8]) -> bool {
        self.marks.iter().any(|(place, mark)| bytes.get(*place..).is_some_and(|it| it.starts_with(mark)))
    }

    /// The largest of this kind that is opened.
    pub fn bytes_max(&self) -> i64 {
        match self.mime.split('/').next() {
            Some("audio" | "video") => RECORDING_BYTES_MAX,
            _ => FILE_BYTES_MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_says_and_how_it_begins() {
        for (word, begins, expected) in [
            ("image/jpeg", &b"\xff\xd8\xff\xe0"[..], Some(true)),
            ("IMAGE/JPEG", b"\xff\xd8\xff\xe0", Some(true)),
            ("image/jpeg", b"<svg xmlns=", Some(false)),
            ("image/jpeg", b"", Some(false)),
            ("image/png", b"\x89PNG\r\n\x1a\n", Some(true)),
            ("image/webp", b"RIFF\0\0\0\0WEBP", Some(true)),
            ("audio/ogg; codecs=opus", b"OggS\0", Some(true)),
            ("audio/mp4", b"\0\0\0\x18ftypM4A ", Some(true)),
            ("application/pdf", b"%PDF-1.7", Some(true)),
            ("application/pdf", b"<html>%PDF-", Some(false)),
            ("text/html", b"<html>", None),
            ("image/svg+xml", b"<svg>", None),
            ("application/zip", b"PK", None),
            ("image/jpeg,text/html", b"", None),
            ("", b"", None),
        ] {
            assert_eq!(of(word).map(|it| it.begins(begins)), expected, "{word}");
        }
    }
}
