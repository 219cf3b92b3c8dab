type Node struct {
    Value string
    Next  *Node
}

func (n *Node) Walk(visit func(string)) {
    for ; n != nil; n = n.Next {
        visit(n.Value)
    }
}
