//! When law holds: days known to the day, the month or the year.

use jiff::civil::Date;

use crate::source::Span;
use crate::syntax::ast::WrittenDate;

/// A day that may be known to its month or year only: from its first possible day to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The first day it may be.
    pub first: Date,
    /// The last day it may be.
    pub last: Date,
}

impl Moment {
    /// The days that a written date may mean; none where it does not exist.
    pub fn of(date: WrittenDate) -> Option<Self> {
        let first = Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).ok()?;
        let last = match (date.month, date.day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some(Self { first, last })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// Whether a day is on or after it.
    pub fn reached(self, day: Date) -> Holds {
        match day {
            day if day >= self.last => Holds::Yes,
            day if day < self.first => Holds::No,
            _ => Holds::Unknown,
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match () {
            () if self.first == self.last => write!(f, "{}", self.first),
            () if self.first.month() == self.last.month() => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
            () => write!(f, "{:04}", self.first.year()),
        }
    }
}

/// Whether law holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// No source says.
    Unknown,
}

/// One line `in force …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The days.
    pub days: Days,
    /// Why a day is assumed, where it is.
    pub assumed: Option<String>,
    /// Where it was written.
    pub span: Span,
}

/// The days of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// No source says.
    Unknown,
    /// At the latest from this day on.
    By(Moment),
    /// From a day, until another which is the first one out.
    From(Moment, Option<Moment>),
}

impl Period {
    /// Whether the period holds on a day.
    pub fn holds(&self, day: Date) -> Holds {
        match self.days {
            Days::Unknown => Holds::Unknown,
            Days::By(moment) => match moment.reached(day) {
                Holds::Yes => Holds::Yes,
                _ => Holds::Unknown,
            },
            Days::From(from, until) => match (from.reached(day), until.map_or(Holds::No, |until| until.reached(day))) {
                (Holds::No, _) | (_, Holds::Yes) => Holds::No,
                (Holds::Yes, Holds::No) => Holds::Yes,
                _ => Holds::Unknown,
            },
        }
    }

    /// Whether any of several periods holds on a day; none at all is unknown.
    pub fn any(periods: &[Self], day: Date) -> Holds {
        let each: Vec<Holds> = periods.iter().map(|period| period.holds(day)).collect();
        match () {
            () if each.contains(&Holds::Yes) => Holds::Yes,
            () if each.is_empty() || each.contains(&Holds::Unknown) => Holds::Unknown,
            () => Holds::No,
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.days {
            Days::Unknown => f.write_str("in force since a day that no source gives"),
            Days::By(moment) => write!(f, "in force by {moment}"),
            Days::From(from, None) => write!(f, "in force from {from}"),
            Days::From(from, Some(until)) => write!(f, "in force from {from} until {until}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(year: i16, month: Option<i8>, day: Option<i8>) -> Moment {
        Moment::of(WrittenDate { year, month, day }).unwrap()
    }

    #[test]
    fn a_month_is_undecided_inside() {
        let period = Period { days: Days::From(moment(2019, Some(3), None), None), assumed: None, span: Span::default() };
        let on = |day: &str| period.holds(day.parse().unwrap());
        assert_eq!([on("2019-02-28"), on("2019-03-15"), on("2019-03-31")], [Holds::No, Holds::Unknown, Holds::Yes]);
    }

    #[test]
    fn the_last_day_is_the_first_one_out() {
        let days = Days::From(moment(2024, None, None), Some(moment(2025, Some(1), Some(9))));
        let period = Period { days, assumed: None, span: Span::default() };
        let on = |day: &str| period.holds(day.parse().unwrap());
        assert_eq!([on("2024-12-31"), on("2025-01-08"), on("2025-01-09")], [Holds::Yes, Holds::Yes, Holds::No]);
    }

    #[test]
    fn a_date_that_does_not_exist_is_none() {
        assert_eq!(Moment::of(WrittenDate { year: 2023, month: Some(2), day: Some(29) }), None);
    }
}
