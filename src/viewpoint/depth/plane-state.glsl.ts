/**
 * What is known of a pixel while its depth is refined, in four bytes: inverse depth q (high and low byte, 0 to 1 of the camera's
 * largest) and its slope along x and y (-1 to 1, in the change of q that moves the best neighbour's picture by a pixel).
 */
export const planeState = `
struct Plane { float q; vec2 slope; };
vec4 pack(Plane p) {
  float q = floor(clamp(p.q, 0.0, 1.0) * 65535.0 + 0.5);
  float high = floor(q / 256.0);
  return vec4(vec2(high, q - high * 256.0) / 255.0, (floor(clamp(p.slope, -1.0, 1.0) * 127.0 + 0.5) + 128.0) / 255.0);
}
float nearness(vec4 t) { return (t.r * 65280.0 + t.g * 255.0) / 65535.0; }
Plane unpack(vec4 t) {
  return Plane(nearness(t), (t.ba * 255.0 - 128.0) / 127.0);
}`;
