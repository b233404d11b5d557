//! Inks, and what each class of shape is drawn with. Lengths are canvas units: lines weigh the same in every figure.
//!
//! A picture that is loaded with `<img>` sees neither the page's custom properties nor its print rules, so colours are
//! written into the file, dark ones under a media query; print takes the black-and-white file.

use std::fmt::Write as _;

/// An ink of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Line,
    Text,
    Paper,
    Skin,
    SkinFar,
    Shirt,
    ShirtFar,
    Pants,
    PantsFar,
    Hair,
    Highlight,
    Arrow,
    Strap,
    Prop,
    PropLine,
    Floor,
    Water,
    Right,
    Wrong,
}

/// A colour for every ink.
#[derive(Debug)]
pub(super) struct Palette {
    inks: [&'static str; 19],
}

impl Palette {
    const fn ink(&self, ink: Ink) -> &'static str {
        self.inks[ink as usize]
    }
}

/// On a light page.
#[rustfmt::skip]
pub(super) static COLOR: Palette = Palette {
    inks: [
        "#22313f", "#22313f", "#fff", "#f7dcc4", "#fae5d4", "#3fa7a3", "#a9d8d5", "#3d5a80", "#a9bbd1", "#4a3b36", "#f2722b", "#d7263d", "#7a4fb0", "#e9e3d6", "#8b8577", "#9aa5b1", "#3b82c4", "#2e7d4f", "#c62828",
    ],
};
/// On a dark page.
#[rustfmt::skip]
pub(super) static DARK: Palette = Palette {
    inks: [
        "#0d1117", "#e6edf3", "#161b22", "#e8c7a6", "#a58f7b", "#4cc2bd", "#2d6a6d", "#6f93c4", "#3d5070", "#8d6e5c", "#ff8a3d", "#ff6b6b", "#c49bff", "#3a4250", "#8b95a5", "#6b7685", "#6cb0f0", "#4cc38a", "#ff6b6b",
    ],
};
/// On paper.
#[rustfmt::skip]
pub(super) static BLACK_AND_WHITE: Palette = Palette {
    inks: [
        "#000", "#000", "#fff", "#fff", "#fff", "#c9c9c9", "#ececec", "#7d7d7d", "#d2d2d2", "#222", "#000", "#000", "#fff", "#f2f2f2", "#555", "#555", "#000", "#000", "#000",
    ],
};

/// What a shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Line,
    Skin,
    SkinFar,
    Shirt,
    ShirtFar,
    Pants,
    PantsFar,
    Hair,
    Ear,
    Fold,
    Highlight,
    Halo,
    Arrow,
    ArrowHead,
    Prop,
    PropLine,
    Floor,
    BackWall,
    Shade,
    StrapEdge,
    Strap,
    Guide,
    Gap,
    Roll,
    Wave,
    Water,
    Badge,
    Digit,
    Right,
    Wrong,
    Mark,
    Paper,
}

/// How a class is drawn.
struct Look {
    class: Class,
    name: &'static str,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    /// Line width in canvas units.
    width: f64,
    /// Whether the line thins with the body in small figures.
    thins: bool,
    /// Opacity of the fill.
    opacity: &'static str,
}

const NOTHING: Look =
    Look { class: Class::Line, name: "", fill: None, stroke: None, width: 0.0, thins: false, opacity: "" };

const fn filled(class: Class, name: &'static str, ink: Ink) -> Look {
    Look { class, name, fill: Some(ink), ..NOTHING }
}

const fn stroked(class: Class, name: &'static str, ink: Ink, width: f64) -> Look {
    Look { class, name, stroke: Some(ink), width, ..NOTHING }
}

/// The order of the style sheet.
const LOOKS: &[Look] = &[
    Look { fill: Some(Ink::Line), thins: true, ..stroked(Class::Line, "line", Ink::Line, 2.0) },
    filled(Class::Skin, "skin", Ink::Skin),
    filled(Class::SkinFar, "skin-far", Ink::SkinFar),
    filled(Class::Shirt, "shirt", Ink::Shirt),
    filled(Class::ShirtFar, "shirt-far", Ink::ShirtFar),
    filled(Class::Pants, "pants", Ink::Pants),
    filled(Class::PantsFar, "pants-far", Ink::PantsFar),
    Look { fill: Some(Ink::Hair), thins: true, ..stroked(Class::Hair, "hair", Ink::Line, 0.6) },
    Look { thins: true, ..stroked(Class::Ear, "ear", Ink::Line, 0.7) },
    Look { thins: true, ..stroked(Class::Fold, "fold", Ink::Line, 0.8) },
    Look { opacity: ".92", ..filled(Class::Highlight, "work", Ink::Highlight) },
    stroked(Class::Halo, "halo", Ink::Paper, 4.0),
    stroked(Class::Arrow, "arrow", Ink::Arrow, 2.1),
    filled(Class::ArrowHead, "head", Ink::Arrow),
    Look { fill: Some(Ink::Prop), ..stroked(Class::Prop, "prop", Ink::PropLine, 0.95) },
    stroked(Class::PropLine, "edge", Ink::PropLine, 0.95),
    stroked(Class::Floor, "floor", Ink::Floor, 1.05),
    Look { opacity: ".6", ..filled(Class::BackWall, "wall", Ink::Prop) },
    Look { opacity: ".45", ..filled(Class::Shade, "shade", Ink::PropLine) },
    stroked(Class::StrapEdge, "rim", Ink::Line, 2.5),
    stroked(Class::Strap, "strap", Ink::Strap, 1.4),
    stroked(Class::Guide, "guide", Ink::Arrow, 0.9),
    Look { opacity: ".8", ..filled(Class::Gap, "gap", Ink::Arrow) },
    Look { fill: Some(Ink::Strap), ..stroked(Class::Roll, "roll", Ink::Line, 1.0) },
    stroked(Class::Wave, "wave", Ink::Water, 1.6),
    Look { opacity: ".14", ..filled(Class::Water, "water", Ink::Water) },
    filled(Class::Badge, "badge", Ink::Text),
    stroked(Class::Digit, "digit", Ink::Paper, 1.35),
    filled(Class::Right, "right", Ink::Right),
    filled(Class::Wrong, "wrong", Ink::Wrong),
    stroked(Class::Mark, "mark", Ink::Paper, 1.8),
    filled(Class::Paper, "paper", Ink::Paper),
];

impl Class {
    fn look(self) -> &'static Look {
        LOOKS.iter().find(|look| look.class == self).unwrap_or(&NOTHING)
    }

    /// Its name in the style sheet.
    pub(super) fn name(self) -> &'static str {
        self.look().name
    }

    /// The class of the same part on the side away from the viewer.
    pub(super) const fn far(self, far: bool) -> Self {
        match self {
            Self::Skin if far => Self::SkinFar,
            Self::Shirt if far => Self::ShirtFar,
            Self::Pants if far => Self::PantsFar,
            other => other,
        }
    }
}

/// Which colours a file carries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colors {
    /// What is seen unless something else is asked for.
    pub(super) base: &'static Palette,
    /// What is seen on a dark page.
    pub(super) dark: Option<&'static Palette>,
    /// Working areas are hatched rather than coloured.
    pub(super) hatched: bool,
}

/// The style sheet for the classes in use, within the element `id`; `thin` is the body line's factor.
pub(super) fn sheet(id: &str, used: &[Class], colors: Colors, thin: f64) -> String {
    let mut css = format!("#{id}{{stroke-linejoin:round;stroke-linecap:round}}");
    let looks = LOOKS.iter().filter(|look| used.contains(&look.class));
    for look in looks.clone() {
        let _ = write!(css, "#{id} .{}{{{}", look.name, inks(look, colors.base, id, colors.hatched));
        if look.width > 0.0 {
            let width = if look.thins { look.width * thin } else { look.width };
            let _ = write!(css, ";stroke-width:{}", super::svg::decimal(width, 2));
        }
        let hatched = colors.hatched && look.class == Class::Highlight;
        if !look.opacity.is_empty() && !hatched {
            let _ = write!(css, ";fill-opacity:{}", look.opacity);
        }
        if look.class == Class::Guide {
            css.push_str(";stroke-dasharray:2.4 2.2");
        }
        css.push('}');
    }
    if let Some(dark) = colors.dark {
        css.push_str("@media (prefers-color-scheme:dark){");
        for look in looks {
            let _ = write!(css, "#{id} .{}{{{}}}", look.name, inks(look, dark, id, false));
        }
        css.push('}');
    }
    css
}

fn inks(look: &Look, palette: &Palette, id: &str, hatched: bool) -> String {
    if hatched && look.class == Class::Highlight {
        return format!("fill:url(#{id}-hatch);stroke:#000;stroke-width:.6");
    }
    if hatched && look.class == Class::Roll {
        return "fill:#444;stroke:#000".to_owned();
    }
    let fill = look.fill.map_or("none", |ink| palette.ink(ink));
    match look.stroke {
        Some(ink) => format!("fill:{fill};stroke:{}", palette.ink(ink)),
        None => format!("fill:{fill}"),
    }
}

/// The pattern of a working area in black and white.
pub(super) fn hatch(id: &str) -> String {
    format!(
        "<pattern id=\"{id}-hatch\" width=\"2.6\" height=\"2.6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"2.6\" height=\"2.6\" fill=\"#fff\"/><rect width=\"1.25\" height=\"2.6\" fill=\"#000\"/></pattern>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_look_and_no_two_share_a_name() {
        let names: std::collections::BTreeSet<&str> = LOOKS.iter().map(|look| look.name).collect();
        assert_eq!(names.len(), LOOKS.len());
        assert_eq!(LOOKS.len(), Class::Paper as usize + 1);
    }
}
