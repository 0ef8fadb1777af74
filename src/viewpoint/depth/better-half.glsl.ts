/**
 * Of what up to four neighbours cost, the mean of the better half: the others may be covered (Kang, Szeliski and Chai, CVPR 2001).
 * Neighbours that do not see the point cost 2; nobody sees it: `unknown`.
 */
export const betterHalf = `
float betterHalf(vec4 costs, float unknown) {
  vec2 low = min(costs.xz, costs.yw), high = max(costs.xz, costs.yw);
  float first = min(low.x, low.y);
  float second = min(max(low.x, low.y), min(high.x, high.y));
  float seen = dot(vec4(lessThan(costs, vec4(1.9))), vec4(1.0));
  return seen < 0.5 ? unknown : seen > 2.5 ? 0.5 * (first + second) : first;
}`;
