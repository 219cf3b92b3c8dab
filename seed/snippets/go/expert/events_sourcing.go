type Event interface{ Apply(*Account) error }

type Account struct {
    Owner            string
    Balance, Version int
}

type Opened struct{ Owner string }

type Withdrawn struct{ Cents int }

func (e Opened) Apply(a *Account) error { a.Owner = e.Owner; return nil }

func (e Withdrawn) Apply(a *Account) error {
    if a.Balance < e.Cents {
        return fmt.Errorf("%s has only %d", a.Owner, a.Balance)
    }
    a.Balance -= e.Cents
    return nil
}

func Replay(events []Event) (account Account, err error) {
    for _, event := range events {
        if err = event.Apply(&account); err != nil {
            return account, fmt.Errorf("event %d: %w", account.Version, err)
        }
        account.Version++
    }
    return account, nil
}
