//! Small plots as SVG, for light pages and dark ones.

use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 380.0;
/// Room for the names of the lines, which stand at their ends.
const RIGHT: f64 = 150.0;
const LEFT: f64 = 76.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 52.0;
/// Least distance between two names.
const LINE_HEIGHT: f64 = 15.0;

/// The page's colours, in both its themes.
const STYLE: &str = "\
svg{--paper:#fbfaf7;--rule:#e2dfd8;--ink:#4b4f55;--blue:#2f7dc6;--orange:#d87410;--grey:#7c7a75;\
--blue-text:#0f5599;--orange-text:#9c4a00;--grey-text:#4b4f55}\
@media(prefers-color-scheme:dark){svg{--paper:#14161a;--rule:#2a2e35;--ink:#b9bcc1;--blue:#4c98dc;\
--orange:#e08a3c;--grey:#a3a7ad;--blue-text:#7fbbf3;--orange-text:#f5a55e;--grey-text:#b9bcc1}}\
text{font:12px -apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif;fill:var(--ink)}\
.rule{stroke:var(--rule)}.line{fill:none;stroke-width:1.5}.limit{stroke:var(--ink);stroke-dasharray:2 4}\
.blue{stroke:var(--blue)}.orange{stroke:var(--orange)}.grey{stroke:var(--grey)}\
circle.blue{fill:var(--blue)}circle.orange{fill:var(--orange)}circle.grey{fill:var(--grey)}\
text.blue,text.orange,text.grey{stroke:none}text.blue{fill:var(--blue-text)}\
text.orange{fill:var(--orange-text)}text.grey{fill:var(--grey-text)}text.limit{stroke:none}";

/// What is plotted. The vertical axis is logarithmic.
pub struct Plot<'a> {
    /// The horizontal axis.
    pub x: &'a Axis,
    /// What is on the vertical one, with its unit.
    pub y: &'a str,
    /// The lines.
    pub lines: Vec<Line<'a>>,
}

/// A horizontal axis.
pub struct Axis {
    /// What is on it, with its unit if that is not a plain count.
    pub title: &'static str,
    scale: Scale,
    from: u32,
    to: u32,
}

#[derive(Clone, Copy)]
enum Scale {
    Counting,
    Doubling,
}

/// Points that belong together.
pub struct Line<'a> {
    /// What stands at its end.
    pub name: &'a str,
    /// The points, from left to right.
    pub points: Vec<(f64, f64)>,
    /// How it looks.
    pub style: Style,
}

/// How a line looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Blue, with a dot for each point.
    Blue,
    /// The same in orange.
    Orange,
    /// The same in grey.
    Grey,
    /// Dotted, without dots: something that was not measured.
    Limit,
}

impl Axis {
    /// From one number to another, each as far from the next.
    pub const fn counting(title: &'static str, from: u32, to: u32) -> Self {
        Self {
            title,
            scale: Scale::Counting,
            from,
            to,
        }
    }

    /// The same, but a double is always as far away.
    pub const fn doubling(title: &'static str, from: u32, to: u32) -> Self {
        Self {
            title,
            scale: Scale::Doubling,
            from,
            to,
        }
    }

    fn ticks(&self) -> Vec<u32> {
        let next = |&tick: &u32| match self.scale {
            Scale::Counting => Some(tick + 1),
            Scale::Doubling => Some(2 * tick),
        };
        let ticks = std::iter::successors(Some(self.from), next);
        ticks.take_while(|&tick| tick <= self.to).collect()
    }

    /// Where a number is, from 0 to 1.
    fn place(&self, number: f64) -> f64 {
        let scaled = |number: f64| match self.scale {
            Scale::Counting => number,
            Scale::Doubling => number.ln(),
        };
        let [from, to] = [self.from, self.to].map(|end| scaled(f64::from(end)));
        (scaled(number) - from) / (to - from)
    }
}

impl Style {
    const fn class(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Orange => "orange",
            Self::Grey => "grey",
            Self::Limit => "limit",
        }
    }
}

impl Plot<'_> {
    /// The picture.
    pub fn svg(&self) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
             <title>{} by {}</title>\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>\n",
            self.y, self.x.title
        );
        self.draw_axes(&mut svg);
        for line in &self.lines {
            self.draw(line, &mut svg);
        }
        self.draw_names(&mut svg);
        svg + "</svg>\n"
    }

    /// Powers of ten below and above all that is plotted.
    fn decades(&self) -> (i32, i32) {
        let values = || {
            self.lines
                .iter()
                .flat_map(|line| &line.points)
                .map(|point| point.1.log10())
        };
        let least = values().fold(f64::INFINITY, f64::min).floor();
        let most = values().fold(f64::NEG_INFINITY, f64::max).ceil();
        (least as i32, (most as i32).max(least as i32 + 1))
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (low, high) = self.decades();
        let height = (y.log10() - f64::from(low)) / f64::from(high - low);
        (
            LEFT + self.x.place(x) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - height * (HEIGHT - TOP - BOTTOM),
        )
    }

    fn draw_axes(&self, svg: &mut String) {
        let (left, right, bottom) = (LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM);
        let (low, high) = self.decades();
        for decade in low..=high {
            let value = 10_f64.powi(decade);
            let (_, y) = self.place((f64::from(self.x.from), value));
            _ = writeln!(
                svg,
                "<path class=\"rule\" d=\"M{left} {y:.1}H{right}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left - 8.0,
                y + 4.0,
                grouped(value)
            );
        }
        for tick in self.x.ticks() {
            let (x, _) = self.place((f64::from(tick), 1.0));
            _ = writeln!(
                svg,
                "<path class=\"rule\" d=\"M{x:.1} {bottom}v5\"/>\
                 <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>",
                bottom + 18.0
            );
        }
        let middle = f64::midpoint(bottom, TOP);
        _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n\
             <text transform=\"translate(14 {middle}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            f64::midpoint(left, right),
            HEIGHT - 12.0,
            self.x.title,
            self.y
        );
    }

    fn draw(&self, line: &Line<'_>, svg: &mut String) {
        let class = line.style.class();
        let places: Vec<_> = line.points.iter().map(|&point| self.place(point)).collect();
        let path: Vec<_> = places
            .iter()
            .map(|(x, y)| format!("{x:.1} {y:.1}"))
            .collect();
        _ = writeln!(
            svg,
            "<path class=\"line {class}\" d=\"M{}\"/>",
            path.join("L")
        );
        if line.style != Style::Limit {
            for (x, y) in places {
                _ = writeln!(
                    svg,
                    "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>"
                );
            }
        }
    }

    /// Names the lines at their ends, moved apart where they would lie on each other.
    fn draw_names(&self, svg: &mut String) {
        let end = |line: &Line<'_>| Some(self.place(*line.points.last()?).1);
        let mut names: Vec<(f64, &Line<'_>)> = (self.lines.iter())
            .filter(|line| !line.name.is_empty())
            .filter_map(|line| Some((end(line)?, line)))
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = f64::NEG_INFINITY;
        for (y, line) in names {
            let y = y.max(free);
            free = y + LINE_HEIGHT;
            _ = writeln!(
                svg,
                "<text class=\"{}\" x=\"{}\" y=\"{:.1}\">{}</text>",
                line.style.class(),
                WIDTH - RIGHT + 8.0,
                y + 4.0,
                line.name
            );
        }
    }
}

/// A power of ten as it is written: 0.1, 10, 1,000.
fn grouped(value: f64) -> String {
    if value < 1.0 {
        return value.to_string();
    }
    let text = format!("{value:.0}");
    let from_end = |index: usize| text.len() - index;
    let mut grouped = String::new();
    for (index, digit) in text.chars().enumerate() {
        if index > 0 && from_end(index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_where_they_belong() {
        let axis = Axis::doubling("x", 2, 32);
        assert_eq!(axis.ticks(), [2, 4, 8, 16, 32]);
        assert!((axis.place(8.0) - 0.5).abs() < 1e-12);
        let line = Line {
            name: "a",
            points: vec![(2.0, 10.0), (32.0, 999.0)],
            style: Style::Blue,
        };
        let plot = Plot {
            x: &axis,
            y: "y",
            lines: vec![line],
        };
        assert_eq!(plot.decades(), (1, 3));
        assert_eq!(plot.place((2.0, 10.0)), (LEFT, HEIGHT - BOTTOM));
        let svg = plot.svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn powers_of_ten_are_read_at_a_glance() {
        assert_eq!(
            [0.1, 1.0, 1000.0, 1e6].map(grouped),
            ["0.1", "1", "1,000", "1,000,000"]
        );
    }
}
