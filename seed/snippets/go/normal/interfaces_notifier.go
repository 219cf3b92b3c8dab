type Notifier interface {
    Notify(user, text string) error
}

type Email struct{ From string }

func (e Email) Notify(user, text string) error {
    return send(e.From, user, text)
}
