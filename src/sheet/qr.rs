//! A web address as a QR code.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// The address as an SVG picture, one unit a module, without a quiet zone: the template leaves the paper around it white.
///
/// Nothing if the address is too long for any code.
#[must_use]
pub(super) fn svg(address: &str) -> Option<String> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                // A hair higher than a module, so that no viewer draws white lines between two rows.
                let _ = write!(path, "M{start} {y}h{}v1.02h-{}z", x - start, x - start);
            }
            x += 1;
        }
    }
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"><path d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let svg = svg("https://backsite.example/plans/start-gently/").unwrap();
        assert!(svg.contains("M0 0h7v1.02h-7z"), "the top left corner");
        assert!(svg.contains("viewBox=\"0 0 29 29\"") || svg.contains("viewBox=\"0 0 33 33\""), "{}", &svg[..120]);
    }

    #[test]
    fn an_address_beyond_any_code_gives_none() {
        assert_eq!(svg(&"x".repeat(3000)), None);
    }
}
