//! One spelling for every picture: names without prefixes, no document's head, no remarks, no size in pixels.
//!
//! The same drawing can be spelt in many ways, and two programs need not read them alike: `<svg:path>` is `<path>` to one and
//! nothing to the next. What is sanitised is therefore written anew from the tree that was looked at.

use roxmltree::{Node, NodeType};

use super::{SVG, XLINK, said};

/// A picture in its one spelling. Elements that are not SVG keep their namespace, so that they are still taken out.
pub(super) fn spelt(root: Node) -> String {
    let mut text = String::new();
    element(root, None, &mut text);
    text
}

/// Whether the outermost element does without this attribute: where a picture stands says how large it is there.
pub(super) fn is_size_of_root(node: Node, attribute: &str) -> bool {
    ["width", "height"].contains(&attribute) && node == node.document().root_element()
}

/// As deep as elements stand in each other, which is bounded before.
fn element(node: Node, space_around: Option<&str>, text: &mut String) {
    let name = node.tag_name();
    text.push('<');
    text.push_str(name.name());
    if name.namespace() != space_around {
        attribute("xmlns", name.namespace().unwrap_or(""), text);
    }
    for one in node.attributes() {
        match one.namespace() {
            None if !is_size_of_root(node, one.name()) => attribute(one.name(), one.value(), text),
            Some(XLINK) if name.namespace() == Some(SVG) && one.name() == "href" && said(node, "href").is_none() => {
                attribute("href", one.value(), text);
            }
            _ => {} // `xml:space`, and what drawing programs write for themselves.
        }
    }
    text.push('>');
    for child in node.children() {
        match child.node_type() {
            NodeType::Element => element(child, name.namespace(), text),
            NodeType::Text => escaped(child.text().unwrap_or(""), text),
            NodeType::Root | NodeType::Comment | NodeType::PI => {}
        }
    }
    text.push_str("</");
    text.push_str(name.name());
    text.push('>');
}

fn attribute(name: &str, value: &str, text: &mut String) {
    text.push(' ');
    text.push_str(name);
    text.push_str("=\"");
    escaped(value, text);
    text.push('"');
}

fn escaped(value: &str, text: &mut String) {
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // A parser would read them as spaces in an attribute, and one of them as a line end anywhere.
            '\n' => text.push_str("&#10;"),
            '\r' => text.push_str("&#13;"),
            '\t' => text.push_str("&#9;"),
            c => text.push(c),
        }
    }
}
