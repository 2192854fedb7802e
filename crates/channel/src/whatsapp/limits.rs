//! What the Cloud API takes, from Meta's documentation (October 2025 to August 2026).
//!
//! Meta does not say how it counts; lengths are in UTF-16 code units, which are never fewer than code points or
//! visible characters, so what passes here passes by every counting.

/// `text.body`.
pub const TEXT_UNITS_MAX: usize = 4096;
/// The body of reply buttons and of a link button.
pub const INTERACTIVE_BODY_UNITS_MAX: usize = 1024;
/// The body of a list.
pub const LIST_BODY_UNITS_MAX: usize = 4096;
/// Header and footer of an interactive message.
pub const HEADER_UNITS_MAX: usize = 60;
/// Reply buttons in one message.
pub const BUTTONS_MAX: usize = 3;
/// A reply button's title.
pub const BUTTON_TITLE_UNITS_MAX: usize = 20;
/// A reply button's id.
pub const BUTTON_ID_UNITS_MAX: usize = 256;
/// The label that opens a list.
pub const LIST_OPEN_UNITS_MAX: usize = 20;
/// Rows of a list, in all its sections together.
pub const ROWS_MAX: usize = 10;
/// A row's title.
pub const ROW_TITLE_UNITS_MAX: usize = 24;
/// A row's id.
pub const ROW_ID_UNITS_MAX: usize = 200;
/// A row's description.
pub const ROW_DESCRIPTION_UNITS_MAX: usize = 72;
/// A section's title, needed as soon as there are two sections.
pub const SECTION_TITLE_UNITS_MAX: usize = 24;
/// A link button's label.
pub const LINK_LABEL_UNITS_MAX: usize = 20;
/// An address behind a button.
pub const URL_UNITS_MAX: usize = 2000;
/// A template's name.
pub const TEMPLATE_NAME_UNITS_MAX: usize = 512;
/// A template's body once filled in, and therefore each parameter.
pub const TEMPLATE_BODY_UNITS_MAX: usize = 1024;
/// Buttons of a template.
pub const TEMPLATE_BUTTONS_MAX: usize = 10;
/// What comes back with a template's quick reply; not stated by Meta, 128 is the smallest figure in use.
pub const TEMPLATE_PAYLOAD_UNITS_MAX: usize = 128;
/// Blanks in a row inside a template's parameter; not stated on a page at hand.
pub const PARAMETER_BLANKS_MAX: usize = 4;
/// `biz_opaque_callback_data`.
pub const OPAQUE_UNITS_MAX: usize = 512;

/// The length by the strictest counting.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
