fn settle(balances: &BTreeMap<String, i64>) -> Vec<String> {
    let (mut owing, mut owed): (Vec<_>, Vec<_>) = balances
        .iter()
        .map(|(name, &cents)| (name, cents))
        .filter(|&(_, cents)| cents != 0)
        .partition(|&(_, cents)| cents < 0);
    let mut payments = Vec::new();
    while let (Some(from), Some(to)) = (owing.last_mut(), owed.last_mut()) {
        let cents = to.1.min(-from.1);
        payments.push(format!(
            "{} pays {} {}.{:02}",
            from.0,
            to.0,
            cents / 100,
            cents % 100
        ));
        from.1 += cents;
        to.1 -= cents;
        owing.retain(|(_, cents)| *cents != 0);
        owed.retain(|(_, cents)| *cents != 0);
    }
    payments
}
