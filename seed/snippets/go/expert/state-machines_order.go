type State string

var transitions = map[State]map[string]State{
    "cart":    {"pay": "paid", "cancel": "cancelled"},
    "paid":    {"ship": "shipped", "refund": "cancelled"},
    "shipped": {"deliver": "delivered", "return": "paid"},
}

type Order struct {
    ID      int
    State   State
    History []string
    notify  func(order *Order, from State)
}

func (o *Order) Handle(event string) error {
    next, ok := transitions[o.State][event]
    if !ok {
        allowed := slices.Sorted(maps.Keys(transitions[o.State]))
        return fmt.Errorf("order %d is %s: cannot %s, only %v",
            o.ID, o.State, event, allowed)
    }
    from := o.State
    o.State = next
    o.History = append(o.History, event)
    if o.notify != nil {
        o.notify(o, from)
    }
    return nil
}
