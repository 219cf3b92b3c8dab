type Heap[T cmp.Ordered] []T

func (h *Heap[T]) Push(item T) {
    *h = append(*h, item)
    items := *h
    for at := len(items) - 1; at > 0 && items[at] < items[(at-1)/2]; {
        parent := (at - 1) / 2
        items[at], items[parent] = items[parent], items[at]
        at = parent
    }
}

func (h *Heap[T]) Pop() T {
    items, last := *h, len(*h)-1
    items[0], items[last] = items[last], items[0]
    for at, child := 0, 1; child < last; child = 2*at + 1 {
        if child+1 < last && items[child+1] < items[child] {
            child++
        }
        if items[at] <= items[child] {
            break
        }
        items[at], items[child] = items[child], items[at]
        at = child
    }
    *h = items[:last]
    return items[last]
}
