type Undo []func()

func (u *Undo) Push(step func()) { *u = append(*u, step) }

func (u *Undo) Run() {
    for i := len(*u) - 1; i >= 0; i-- {
        (*u)[i]()
    }
}
