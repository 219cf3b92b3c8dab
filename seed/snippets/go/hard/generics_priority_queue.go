type Queue[T any] struct {
    items []T
    less  func(a, b T) bool
}

func (q *Queue[T]) Push(item T) {
    at, _ := slices.BinarySearchFunc(q.items, item, func(a, b T) int {
        if q.less(b, a) {
            return -1
        }
        return 1
    })
    q.items = slices.Insert(q.items, at, item)
}
