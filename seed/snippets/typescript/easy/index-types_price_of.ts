interface Product {
  price: number;
}

type Price = Product["price"];
