/** Options of Node with which `deploy/throughline.service` and the image start a worker. */
export const AS_SHIPPED: readonly string[] = ['--max-semi-space-size=64'];
