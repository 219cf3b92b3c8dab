func settle(balances map[string]int) []string {
    type person struct {
        name  string
        cents int
    }
    var debtors, creditors []person
    for _, name := range slices.Sorted(maps.Keys(balances)) {
        if cents := balances[name]; cents < 0 {
            debtors = append(debtors, person{name, -cents})
        } else if cents > 0 {
            creditors = append(creditors, person{name, cents})
        }
    }
    var payments []string
    for len(debtors) > 0 && len(creditors) > 0 {
        from, to := &debtors[0], &creditors[0]
        cents := min(from.cents, to.cents)
        payments = append(payments, fmt.Sprintf("%s pays %s %d.%02d",
            from.name, to.name, cents/100, cents%100))
        if from.cents -= cents; from.cents == 0 {
            debtors = debtors[1:]
        }
        if to.cents -= cents; to.cents == 0 {
            creditors = creditors[1:]
        }
    }
    return payments
}
