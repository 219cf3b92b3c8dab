type Node struct {
    Value string
    Next  *Node
}

func (n *Node) Len() (count int) {
    for ; n != nil; n = n.Next {
        count++
    }
    return count
}
