//! Exact rational numbers, as far as 64 bits reach.

/// In lowest terms, the denominator positive. Every operation says so when a
/// result does not fit instead of rounding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    over: i64,
    under: i64,
}

impl Fraction {
    pub const ZERO: Fraction = Fraction { over: 0, under: 1 };
    pub const ONE: Fraction = Fraction { over: 1, under: 1 };

    pub const fn whole(value: i64) -> Fraction {
        Fraction { over: value, under: 1 }
    }

    fn reduced(over: i128, under: i128) -> Option<Fraction> {
        if under == 0 {
            return None;
        }
        let common = divisor(over.unsigned_abs(), under.unsigned_abs());
        let common = i128::try_from(common).ok()?.max(1) * under.signum();
        Some(Fraction {
            over: i64::try_from(over / common).ok()?,
            under: i64::try_from(under / common).ok()?,
        })
    }

    pub fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.under == 1 && other.under == 1 {
            return self.over.checked_add(other.over).map(Fraction::whole);
        }
        let (a, b) = (i128::from(self.over), i128::from(self.under));
        let (c, d) = (i128::from(other.over), i128::from(other.under));
        Fraction::reduced(a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b.checked_mul(d)?)
    }

    pub fn times(self, other: Fraction) -> Option<Fraction> {
        if self.under == 1 && other.under == 1 {
            return self.over.checked_mul(other.over).map(Fraction::whole);
        }
        Fraction::reduced(
            i128::from(self.over) * i128::from(other.over),
            i128::from(self.under) * i128::from(other.under),
        )
    }

    pub fn divided_by(self, other: Fraction) -> Option<Fraction> {
        Fraction::reduced(
            i128::from(self.over) * i128::from(other.under),
            i128::from(self.under) * i128::from(other.over),
        )
    }

    pub fn negated(self) -> Option<Fraction> {
        Some(Fraction { over: self.over.checked_neg()?, under: self.under })
    }

    pub const fn is_zero(self) -> bool {
        self.over == 0
    }

    /// Whether it is 1 or −1.
    pub const fn is_unit(self) -> bool {
        self.under == 1 && (self.over == 1 || self.over == -1)
    }

    /// The whole number that it is, if it is one.
    pub fn as_whole(self) -> Option<i64> {
        (self.under == 1).then_some(self.over)
    }

    pub fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

/// The greatest common divisor; that of 0 and a number is the number.
fn divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(over: i64, under: i64) -> Fraction {
        Fraction::reduced(over.into(), under.into()).unwrap()
    }

    #[test]
    fn sums_and_products_are_exact_and_in_lowest_terms() {
        assert_eq!(of(1, 6).plus(of(1, 3)), Some(of(1, 2)));
        assert_eq!(of(2, 3).times(of(3, 2)), Some(Fraction::ONE));
        assert_eq!(of(1, 2).divided_by(of(-3, 4)), Some(of(-2, 3)));
        assert_eq!(of(6, -4), of(-3, 2));
        assert_eq!(of(4, 2).as_whole(), Some(2));
        assert_eq!(of(1, 2).as_whole(), None);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let large = Fraction::whole(i64::MAX);
        assert_eq!(large.plus(Fraction::ONE), None);
        assert_eq!(large.times(Fraction::whole(2)), None);
        assert_eq!(Fraction::ONE.divided_by(Fraction::ZERO), None);
        assert_eq!(Fraction::whole(i64::MIN).negated(), None);
        assert_eq!(of(1, i64::MAX).plus(of(1, i64::MAX - 1)), None);
    }
}
