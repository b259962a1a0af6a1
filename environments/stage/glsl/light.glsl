// Light that falls on a surface with unit normal n, engine axes (y up, z ahead).
uniform vec3 sun_towards, sun_light, sky_light, ground_light;
uniform float fixed_light;
#if ROOM
uniform vec3 room_faces[6];
vec3 ambient(vec3 n) {
  vec3 share = n * n;
  return share.x * (n.x < 0.0 ? room_faces[1] : room_faces[0]) + share.y * (n.y < 0.0 ? room_faces[3] : room_faces[2])
       + share.z * (n.z < 0.0 ? room_faces[5] : room_faces[4]);
}
#else
vec3 ambient(vec3 n) { return mix(ground_light, sky_light, 0.5 + 0.5 * n.y); }
#endif

float luminance(vec3 light) { return dot(light, vec3(0.2126, 0.7152, 0.0722)); }
