#include "app/endpoint/render/render_worker.h"

int main(int argc, char** argv) {
    return headroom::renderWorkerMain(argc, argv);
}
