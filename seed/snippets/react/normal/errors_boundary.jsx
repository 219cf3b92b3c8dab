import { Component } from "react";

export class Boundary extends Component {
  state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });

  render() {
    return this.state.failed ? <p>Please reload</p> : this.props.children;
  }
}
