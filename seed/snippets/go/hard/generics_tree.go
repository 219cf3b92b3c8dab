type Tree[T cmp.Ordered] struct {
    Left, Right *Tree[T]
    Value       T
}

func (t *Tree[T]) Insert(value T) *Tree[T] {
    switch {
    case t == nil:
        return &Tree[T]{Value: value}
    case value < t.Value:
        t.Left = t.Left.Insert(value)
    case value > t.Value:
        t.Right = t.Right.Insert(value)
    }
    return t
}
