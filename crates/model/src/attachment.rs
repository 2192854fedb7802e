//! What a patient sent beside words, as the provider describes it. Absent: the file, which stays with the provider until
//! somebody of the staff opens it, and is never kept here.

use crate::{Content, MediaKind};
use serde::{Deserialize, Serialize};

/// A picture, a recording, a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: MediaKind,
    /// The provider's id, by which it can be fetched; none came with it.
    pub media_id: Option<String>,
    /// The kind of file, in the provider's word.
    pub mime_type: Option<String>,
    /// What the sender's file is called.
    pub file_name: Option<String>,
    /// The sender's words beside it.
    pub caption: Option<String>,
}

impl Attachment {
    /// What came with a message, when something did.
    pub fn of(content: &Content) -> Option<Self> {
        let Content::Media { media, media_id, caption, mime_type, file_name } = content else { return None };
        Some(Self {
            kind: *media,
            media_id: media_id.clone(),
            mime_type: mime_type.clone(),
            file_name: file_name.clone(),
            caption: caption.clone(),
        })
    }
}
