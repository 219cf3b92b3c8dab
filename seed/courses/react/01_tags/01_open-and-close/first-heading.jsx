const title = <h1>Welcome</h1>;
