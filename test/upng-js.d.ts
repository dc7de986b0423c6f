/** The part of upng-js that is used; the package has no types. */
declare module 'upng-js' {
  interface Image {
    readonly width: number;
    readonly height: number;
  }
  const UPNG: {
    readonly decode: (bytes: ArrayBuffer) => Image;
    /** Returns the pixels of each frame as RGBA. */
    readonly toRGBA8: (image: Image) => ArrayBuffer[];
    /** Encodes frames of RGBA pixels with at most `colors` colors, each shown for a delay in milliseconds. */
    readonly encode: (
      frames: readonly ArrayBuffer[],
      width: number,
      height: number,
      colors: number,
      delays: readonly number[],
    ) => ArrayBuffer;
  };
  export default UPNG;
}
