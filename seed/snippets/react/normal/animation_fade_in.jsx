const frames = { opacity: [0, 1] };

function fadeIn(node) {
  const animation = node.animate(frames, { duration: 250 });
  return () => animation.cancel();
}

export const FadeIn = (props) => <div ref={fadeIn} {...props} />;
